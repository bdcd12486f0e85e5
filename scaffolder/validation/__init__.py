"""What a kube-apiserver 1.36 would say of custom resources, offline."""
