"""Would a kube-apiserver accept a CustomResourceDefinition? One file a rule; ``create`` has their order."""
