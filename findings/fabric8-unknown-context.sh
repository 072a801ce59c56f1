#!/usr/bin/env bash
# fabric8 kubernetes-client 8.0.0: a context that the kubeconfig does not have is the current context; no exception, no warning in the result.
#
# Behaviour   Config.autoConfigure("tset") and Config.fromKubeconfig("tset", file), where the file has "test" and "prod" with prod current, give the
#             address, the user and the namespace of prod.
# Expected    An exception that names the context, as kubectl and helm do with --context tset.
# Seen        2026-11-29, the lines at the end.
# Consequence A typing error, or a context removed from the file, turns an upgrade, an uninstall or a drill meant for the test cluster
#             into one of the production cluster. Read the file yourself, and compare getCurrentContext().getName() with what was asked for.
source "$(dirname "$0")/begin.bash"
maven io.fabric8:kubernetes-client-api:8.0.0
cat >"$work/kubeconfig" <<'Y'
apiVersion: v1
kind: Config
current-context: prod
contexts:
- {name: prod, context: {cluster: prod, user: prod, namespace: patients}}
- {name: test, context: {cluster: test, user: test, namespace: try}}
clusters:
- {name: prod, cluster: {server: 'https://prod.example'}}
- {name: test, cluster: {server: 'https://test.example'}}
users:
- {name: prod, user: {token: a}}
- {name: test, user: {token: b}}
Y
seen=$(KUBECONFIG=$work/kubeconfig run_java Context <<'J'
import io.fabric8.kubernetes.client.Config;
import java.io.File;

public class Context {
  public static void main(String[] args) {
    for (String context : new String[] {"test", "tset"}) {
      show("autoConfigure(" + context + ")", Config.autoConfigure(context));
      show("fromKubeconfig(" + context + ", file)", Config.fromKubeconfig(context, new File(System.getenv("KUBECONFIG"))));
    }
  }

  static void show(String asked, Config config) {
    System.out.println(asked + ": " + config.getMasterUrl() + " " + config.getNamespace() + ", context " + config.getCurrentContext().getName());
  }
}
J
)
recorded "$seen" <<'R'
autoConfigure(test): https://test.example/ try, context test
fromKubeconfig(test, file): https://test.example/ try, context test
autoConfigure(tset): https://prod.example/ patients, context prod
fromKubeconfig(tset, file): https://prod.example/ patients, context prod
R
