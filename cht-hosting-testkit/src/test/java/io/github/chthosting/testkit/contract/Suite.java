package io.github.chthosting.testkit.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** Finds the cases of subjects, and makes tests of those that apply to a server. */
record Suite(List<Class<?>> subjects) {
  /** A case and where it was found. */
  record Found(Class<?> subject, Method method, Case told) {
    String pouch() {
      return told.pouch().isEmpty() ? about().pouch() : told.pouch();
    }

    boolean spared() {
      return told.spared() || !about().pouch().isEmpty();
    }

    boolean fits(Server server) {
      boolean then = !server.isBefore(told.since());
      boolean still = told.until().isEmpty() || server.isBefore(told.until());
      boolean room = told.nodes() <= server.nodes().size() && (server.alone() || !told.alone());
      return room && then && still;
    }

    Subject about() {
      return Objects.requireNonNull(
          subject.getAnnotation(Subject.class), subject + " has no @Subject");
    }

    void run(Server server) throws Throwable {
      Scene scene = Scene.on(server);
      try {
        Constructor<?> constructor = subject.getDeclaredConstructor();
        constructor.setAccessible(true);
        method.setAccessible(true);
        method.invoke(constructor.newInstance(), scene);
      } catch (InvocationTargetException e) {
        throw Objects.requireNonNull(e.getCause());
      } finally {
        scene.end();
      }
    }
  }

  Stream<Found> cases() {
    return subjects.stream().flatMap(Suite::cases);
  }

  private static Stream<Found> cases(Class<?> subject) {
    return Arrays.stream(subject.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Case.class))
        .map(
            method ->
                new Found(
                    subject, method, Objects.requireNonNull(method.getAnnotation(Case.class))))
        .sorted(Comparator.comparing(found -> found.told().value()));
  }

  /**
   * Every case that a server can show: of so many nodes, and those that disturb only where it is
   * ours alone.
   */
  Stream<DynamicContainer> tests(Server server) {
    return containers(
        cases().filter(found -> found.fits(server)), found -> () -> found.run(server));
  }

  /** The cases of what later versions do no more. */
  Stream<DynamicContainer> ended(Server server) {
    return containers(
        cases().filter(found -> !found.told().until().isEmpty() && found.fits(server)),
        found -> () -> found.run(server));
  }

  /** The cases that pouchdb-server does alike. */
  Stream<DynamicContainer> alike(Server pouch) {
    return containers(
        cases().filter(found -> found.pouch().isEmpty()), found -> () -> found.run(pouch));
  }

  /**
   * The cases that pouchdb-server is said to do otherwise: each must fail there, or the declaration
   * is out of date.
   */
  Stream<DynamicContainer> otherwise(Server pouch) {
    return containers(
        cases().filter(found -> !found.pouch().isEmpty() && !found.spared()),
        found ->
            () ->
                assertThatThrownBy(() -> found.run(pouch))
                    .as("said to differ: " + found.pouch())
                    .isInstanceOf(AssertionError.class));
  }

  private interface Run {
    Executable of(Found found);
  }

  private Stream<DynamicContainer> containers(Stream<Found> chosen, Run run) {
    List<Found> cases = chosen.toList();
    return subjects.stream()
        .map(subject -> cases.stream().filter(found -> found.subject().equals(subject)).toList())
        .filter(found -> !found.isEmpty())
        .map(
            found ->
                DynamicContainer.dynamicContainer(found.get(0).about().value(), tests(found, run)));
  }

  private static Stream<DynamicTest> tests(List<Found> found, Run run) {
    return found.stream().map(one -> DynamicTest.dynamicTest(one.told().value(), run.of(one)));
  }
}
