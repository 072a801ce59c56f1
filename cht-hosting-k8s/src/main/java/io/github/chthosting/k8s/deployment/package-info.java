/** Deployments of the CHT on Kubernetes, and the values that its Helm charts take for them. */
package io.github.chthosting.k8s.deployment;
