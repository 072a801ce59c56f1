package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.plan.Finding;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ViewCheckTest {
  private static final List<String> ALL = List.of("a@h", "b@h", "c@h");

  private static NodeView view(
      String name, String version, List<String> connected, List<String> members, long ahead) {
    return new NodeView(
        URI.create("http://" + name.charAt(0) + ":5984"),
        name,
        version,
        new Membership(connected, members),
        Optional.of(Duration.ofSeconds(ahead)),
        NodeView.Trouble.NONE);
  }

  private static NodeView whole(String name) {
    return view(name, "3.5.0", ALL, ALL, 0);
  }

  private static NodeView silent(String host, NodeView.Trouble trouble) {
    Membership nobody = new Membership(List.of(), List.of());
    URI uri = URI.create("http://" + host + ":5984");
    return new NodeView(uri, "", "", nobody, Optional.empty(), trouble);
  }

  private static List<String> findings(NodeView... views) {
    return ViewCheck.of(List.of(views)).stream().map(ViewCheckTest::shown).toList();
  }

  private static String shown(Finding finding) {
    return LayoutProblem.of(finding).orElseThrow()
        + " "
        + finding.subject()
        + ": "
        + finding.explanation();
  }

  @Test
  void aWholeClusterHasNone() {
    assertThat(findings(whole("a@h"), whole("b@h"), whole("c@h"))).isEmpty();
  }

  @Test
  void aPartialJoinIsNamed() {
    List<String> two = List.of("a@h", "b@h");
    assertThat(findings(whole("a@h"), whole("c@h"), view("b@h", "3.5.0", ALL, two, 0)))
        .containsExactly(
            "PARTIAL_JOIN c@h: is a member, but [b@h] do not list it yet; observe again; if it stays, check that all nodes reach each other");
  }

  @Test
  void aSplitIsNotTakenForANodeThatIsDown() {
    List<String> side = List.of("a@h", "b@h");
    assertThat(
            findings(
                view("a@h", "3.5.0", side, ALL, 0),
                view("b@h", "3.5.0", side, ALL, 0),
                view("c@h", "3.5.0", List.of("c@h"), ALL, 0)))
        .containsExactly(
            "SPLIT_VIEW a@h: [c@h] are not connected to it, others are; repair the network",
            "SPLIT_VIEW b@h: [c@h] are not connected to it, others are; repair the network",
            "SPLIT_VIEW c@h: [a@h, b@h] are not connected to it, others are; repair the network");
  }

  @Test
  void aMemberThatNobodySeesIsDown() {
    List<String> two = List.of("a@h", "b@h");
    assertThat(
            findings(
                view("a@h", "3.5.0", two, ALL, 0),
                view("b@h", "3.5.0", two, ALL, 0),
                silent("c", NodeView.Trouble.SILENT)))
        .containsExactly(
            "NODE_DOWN c:5984: does not answer; start it",
            "NODE_DOWN c@h: is a member that no node is connected to; start it, or replace it");
  }

  @Test
  void anAddressWhereNoMemberLivesIsOfNoMatter() {
    assertThat(
            findings(
                whole("a@h"), whole("b@h"), whole("c@h"), silent("d", NodeView.Trouble.SILENT)))
        .isEmpty();
  }

  @Test
  void aConnectedStrangerIsNamed() {
    List<String> four = List.of("a@h", "b@h", "c@h", "x@h");
    assertThat(findings(view("a@h", "3.5.0", four, ALL, 0), whole("b@h"), whole("c@h")))
        .containsExactly("NOT_ADDED x@h: is connected, but is not a member; add it, or stop it");
  }

  @Test
  void aNodeBesideTheClusterIsNamedAndNotTakenForAPartOfIt() {
    List<String> alone = List.of("x@h");
    assertThat(
            findings(
                view("x@h", "3.5.0", alone, alone, 0), whole("a@h"), whole("b@h"), whole("c@h")))
        .containsExactly(
            "NOT_ADDED x@h: answers at http://x:5984, but is not a member; add it, or stop it");
  }

  @Test
  void versionsCredentialsAndClocks() {
    List<Finding> findings =
        ViewCheck.of(
            List.of(
                whole("a@h"),
                view("b@h", "3.4.2", ALL, ALL, 9),
                silent("c", NodeView.Trouble.REFUSES)));
    assertThat(findings)
        .extracting(Finding::code)
        .containsExactly(
            "cluster.credentials-differ", "cluster.clock-skew", "cluster.versions-differ");
    assertThat(findings.get(1).subject()).isEqualTo("b@h");
    assertThat(findings.get(1).detail()).startsWith("is 9 s ahead of a@h");
    assertThat(findings.get(2).detail()).isEqualTo("3.4.2 on [b@h], 3.5.0 on [a@h]");
  }
}
