/** A stranger's module. Open, so that its records can be read from JSON. */
open module consumer {
  requires io.github.chthosting.compose;
  requires io.github.chthosting.k8s;
  requires io.github.chthosting.testkit;
}
