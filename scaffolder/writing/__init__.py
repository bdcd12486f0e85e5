"""Generated files → disk: ``plan`` compares and never writes, ``apply`` writes all of a plan or nothing."""
