"""What compiled rules are made of when they run: values, views of raw data, equality, order, arithmetic,
costs.
"""
