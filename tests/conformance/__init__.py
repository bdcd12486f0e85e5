"""What a kube-apiserver 1.36 answered, held against what is answered here."""
