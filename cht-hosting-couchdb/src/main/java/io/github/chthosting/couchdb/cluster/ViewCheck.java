package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.plan.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Looks for what is wrong among the nodes themselves. */
final class ViewCheck {
  /** The header tells whole seconds, and a loaded node may take some to answer. */
  private static final Duration SKEW = Duration.ofSeconds(5);

  private final List<NodeView> views;
  private final List<NodeView> answering;
  private final List<NodeView> strangers;
  private final List<Finding> findings = new ArrayList<>();

  private ViewCheck(List<NodeView> views) {
    this.views = views;
    this.strangers = new ArrayList<>();
    this.answering = new ArrayList<>();
    Optional<NodeView> most = most(views);
    for (NodeView view : views) {
      if (view.trouble() == NodeView.Trouble.NONE) {
        boolean apart = most.isPresent() && areApart(view, most.get());
        (apart ? strangers : answering).add(view);
      }
    }
  }

  /** Returns the view with the most members: of the cluster, if others are of nodes beside it. */
  static Optional<NodeView> most(List<NodeView> views) {
    return views.stream()
        .filter(view -> view.trouble() == NodeView.Trouble.NONE)
        .reduce(
            (first, next) ->
                next.membership().members().size() > first.membership().members().size()
                    ? next
                    : first);
  }

  private static boolean areApart(NodeView one, NodeView other) {
    return !one.membership().members().contains(other.name())
        && !other.membership().members().contains(one.name());
  }

  static List<Finding> of(List<NodeView> views) {
    ViewCheck check = new ViewCheck(views);
    check.silent();
    check.joins();
    check.connections();
    check.clocks();
    SortedMap<String, String> versions = new TreeMap<>();
    check.answering.forEach(view -> versions.put(view.name(), view.version()));
    versions(versions).ifPresent(check.findings::add);
    return List.copyOf(check.findings);
  }

  /** An address where nobody is at home is of no matter when all members are at others. */
  private boolean allMembersAnswer() {
    return !answering.isEmpty()
        && answering.stream().map(NodeView::name).toList().containsAll(allMembers());
  }

  private void silent() {
    for (NodeView view : views) {
      if (view.trouble() == NodeView.Trouble.REFUSES) {
        add(
            LayoutProblem.CREDENTIALS_DIFFER,
            view.label(),
            "refuses the user that other nodes accept",
            "give all nodes the same admin");
      } else if (view.trouble() == NodeView.Trouble.SILENT && !allMembersAnswer()) {
        add(LayoutProblem.NODE_DOWN, view.label(), "does not answer", "start it");
      }
    }
  }

  private SortedSet<String> allMembers() {
    SortedSet<String> members = new TreeSet<>();
    answering.forEach(view -> members.addAll(view.membership().members()));
    return members;
  }

  private void joins() {
    for (String member : allMembers()) {
      List<String> without =
          answering.stream()
              .filter(view -> !view.membership().members().contains(member))
              .map(NodeView::name)
              .sorted()
              .toList();
      if (!without.isEmpty()) {
        add(
            LayoutProblem.PARTIAL_JOIN,
            member,
            "is a member, but " + without + " do not list it yet",
            "observe again; if it stays, check that all nodes reach each other");
      }
    }
  }

  private void connections() {
    SortedMap<String, SortedSet<String>> blind = new TreeMap<>();
    SortedSet<String> connected = new TreeSet<>();
    for (NodeView view : answering) {
      view.membership()
          .absent()
          .forEach(node -> blind.computeIfAbsent(node, name -> new TreeSet<>()).add(view.name()));
      connected.addAll(view.membership().strangers());
    }
    blind.forEach(this::unseen);
    connected.removeAll(allMembers());
    connected.forEach(
        node ->
            add(
                LayoutProblem.NOT_ADDED,
                node,
                "is connected, but is not a member",
                "add it, or stop it"));
    strangers.forEach(
        view ->
            add(
                LayoutProblem.NOT_ADDED,
                view.name(),
                "answers at " + view.address() + ", but is not a member",
                "add it, or stop it"));
  }

  private void unseen(String node, SortedSet<String> by) {
    boolean answers = answering.stream().anyMatch(view -> view.name().equals(node));
    if (answers || by.size() < answering.size()) {
      add(
          LayoutProblem.SPLIT_VIEW,
          node,
          by + " are not connected to it, others are",
          "repair the network");
    } else {
      add(
          LayoutProblem.NODE_DOWN,
          node,
          "is a member that no node is connected to",
          "start it, or replace it");
    }
  }

  private void clocks() {
    List<NodeView> told = answering.stream().filter(view -> view.clock().isPresent()).toList();
    Comparator<NodeView> byClock = Comparator.comparing(view -> view.clock().orElse(Duration.ZERO));
    told.stream()
        .min(byClock)
        .ifPresent(slow -> told.stream().max(byClock).ifPresent(fast -> apart(slow, fast)));
  }

  private void apart(NodeView slow, NodeView fast) {
    Duration skew = fast.clock().orElse(Duration.ZERO).minus(slow.clock().orElse(Duration.ZERO));
    if (skew.compareTo(SKEW) > 0) {
      add(
          LayoutProblem.CLOCK_SKEW,
          fast.name(),
          "is %d s ahead of %s: sessions end early, and times in logs do not compare"
              .formatted(skew.toSeconds(), slow.name()),
          "set the clocks");
    }
  }

  /** Named where nodes run different versions. */
  static Optional<Finding> versions(Map<String, String> byNode) {
    SortedMap<String, SortedSet<String>> nodes = new TreeMap<>();
    byNode.forEach(
        (node, version) -> {
          if (!version.isEmpty()) {
            nodes.computeIfAbsent(version, any -> new TreeSet<>()).add(node);
          }
        });
    return nodes.size() < 2
        ? Optional.empty()
        : Optional.of(
            LayoutProblem.VERSIONS_DIFFER.finding(
                LayoutProblem.CLUSTER,
                nodes.entrySet().stream()
                    .map(entry -> entry.getKey() + " on " + entry.getValue())
                    .collect(Collectors.joining(", ")),
                "give all nodes the same version"));
  }

  private void add(LayoutProblem problem, String subject, String detail, String nextStep) {
    findings.add(problem.finding(subject, detail, nextStep));
  }
}
