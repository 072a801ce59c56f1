#!/usr/bin/env bash
# helm-java 0.0.21: template() renders for Kubernetes 1.20 with the core API only, although Helm 3.21 and client-go 0.35 are inside.
#
# Behaviour   .Capabilities.KubeVersion is v1.20.0, and .Capabilities.APIVersions has "v1" but neither networking.k8s.io/v1/Ingress nor
#             policy/v1/PodDisruptionBudget. withKubeVersion changes the version, and the list of APIs stays.
# Expected    The version of the Kubernetes libraries that are compiled in, 1.35, and what such a cluster offers.
# Seen        2026-11-29, the lines at the end: a chart that asks the usual questions.
# Consequence A chart that supports old clusters renders its old half: an Ingress of a removed API, no disruption budget, or an empty
#             manifest behind "if APIVersions.Has". A plan made of it differs from what install() does. A chart with kubeVersion ">=1.25" fails.
source "$(dirname "$0")/begin.bash"
maven com.marcnuri.helm-java:helm-java:0.0.21
mkdir -p "$work/chart/templates"
printf 'apiVersion: v2\nname: chart\nversion: 1.0.0\n' >"$work/chart/Chart.yaml"
cat >"$work/chart/templates/questions.yaml" <<'T'
kubernetes: {{ .Capabilities.KubeVersion.Version }}
helm: {{ .Capabilities.HelmVersion.Version }}
core: {{ .Capabilities.APIVersions.Has "v1" }}
ingress: {{ .Capabilities.APIVersions.Has "networking.k8s.io/v1/Ingress" }}
budget: {{ .Capabilities.APIVersions.Has "policy/v1/PodDisruptionBudget" }}
T
seen=$(WORK=$work run_java Capabilities <<'J'
import com.marcnuri.helm.Helm;
import java.nio.file.Path;

public class Capabilities {
  public static void main(String[] args) {
    var chart = Path.of(System.getenv("WORK"), "chart");
    System.out.println("as it comes: " + new Helm(chart).template().call().lines().filter(line -> line.matches("[a-z]+: .*")).toList());
    System.out.println("withKubeVersion(1.35.0): " + new Helm(chart).template().withKubeVersion("1.35.0").call().lines().filter(line -> line.matches("[a-z]+: .*")).toList());
    System.exit(0);
  }
}
J
)
recorded "$seen" <<'R'
as it comes: [kubernetes: v1.20.0, helm: v3.21, core: true, ingress: false, budget: false]
withKubeVersion(1.35.0): [kubernetes: v1.35.0, helm: v3.21, core: true, ingress: false, budget: false]
R
