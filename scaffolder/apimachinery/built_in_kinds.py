"""The kinds that a kube-apiserver 1.36 serves without a CRD.

Apart from ``groups``, because only what is strict about kinds has to know them.
"""

from __future__ import annotations

# What ``register.go`` of each group in k8s.io/api v0.36.0 adds to the scheme and an object of a file can be:
# without options of requests and without subresources (Scale, Eviction). What ``APILifecycleRemoved`` in
# ``zz_generated.prerelease-lifecycle.go`` calls gone by 1.36 is left out; what has to be switched on is not.
# The last two are those of k8s.io/apiextensions-apiserver and k8s.io/kube-aggregator.
# https://github.com/kubernetes/api/tree/v0.36.0
_KINDS = {
    "v1": "Binding ComponentStatus ConfigMap Endpoints Event LimitRange Namespace Node PersistentVolume "
    "PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount",
    "admissionregistration.k8s.io/v1": "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding "
    "MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding "
    "ValidatingWebhookConfiguration",
    "admissionregistration.k8s.io/v1beta1": "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding",
    "admissionregistration.k8s.io/v1alpha1": "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding",
    "apps/v1": "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet",
    "authentication.k8s.io/v1": "SelfSubjectReview TokenReview",
    "authorization.k8s.io/v1": "LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview "
    "SubjectAccessReview",
    "autoscaling/v2": "HorizontalPodAutoscaler",
    "autoscaling/v1": "HorizontalPodAutoscaler",
    "batch/v1": "CronJob Job",
    "certificates.k8s.io/v1": "CertificateSigningRequest",
    "certificates.k8s.io/v1beta1": "ClusterTrustBundle PodCertificateRequest",
    "certificates.k8s.io/v1alpha1": "ClusterTrustBundle",
    "coordination.k8s.io/v1": "Lease",
    "coordination.k8s.io/v1beta1": "LeaseCandidate",
    "coordination.k8s.io/v1alpha2": "LeaseCandidate",
    "discovery.k8s.io/v1": "EndpointSlice",
    "events.k8s.io/v1": "Event",
    "flowcontrol.apiserver.k8s.io/v1": "FlowSchema PriorityLevelConfiguration",
    "internal.apiserver.k8s.io/v1alpha1": "StorageVersion",
    "networking.k8s.io/v1": "IPAddress Ingress IngressClass NetworkPolicy ServiceCIDR",
    "networking.k8s.io/v1beta1": "IPAddress ServiceCIDR",
    "node.k8s.io/v1": "RuntimeClass",
    "policy/v1": "PodDisruptionBudget",
    "rbac.authorization.k8s.io/v1": "ClusterRole ClusterRoleBinding Role RoleBinding",
    "resource.k8s.io/v1": "DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice",
    "resource.k8s.io/v1beta2": "DeviceClass DeviceTaintRule ResourceClaim ResourceClaimTemplate "
    "ResourceSlice",
    "resource.k8s.io/v1beta1": "DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice",
    "resource.k8s.io/v1alpha3": "DeviceTaintRule ResourcePoolStatusRequest",
    "scheduling.k8s.io/v1": "PriorityClass",
    "scheduling.k8s.io/v1alpha2": "PodGroup Workload",
    "storage.k8s.io/v1": "CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment "
    "VolumeAttributesClass",
    "storage.k8s.io/v1beta1": "VolumeAttributesClass",
    "storagemigration.k8s.io/v1beta1": "StorageVersionMigration",
    "apiextensions.k8s.io/v1": "CustomResourceDefinition",
    "apiregistration.k8s.io/v1": "APIService",
}


def is_served(api_version: str, kind: str) -> bool:
    """Whether an object, or a list of objects (``PodList``), of this kind needs no CRD."""
    return kind.removesuffix("List") in _kinds_of(api_version)


def kinds_in(group: str) -> list[str]:
    """The kinds of a group, of all its versions."""
    found = {kind: None for served in _KINDS if _group_of(served) == group for kind in _kinds_of(served)}
    return list(found)


def versions_with(kind: str) -> list[str]:
    """Each ``apiVersion`` that has this kind, in whatever group, the preferred ones of each group first."""
    return [api_version for api_version in _KINDS if kind in _kinds_of(api_version)]


def _kinds_of(api_version: str) -> list[str]:
    return _KINDS.get(api_version, "").split()


def _group_of(api_version: str) -> str:
    return api_version.rpartition("/")[0]
