package io.github.chthosting.compose.internal.instance;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.ResourceUse;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerAnswer;
import io.github.chthosting.compose.engine.DockerCommand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Commands and questions to an instance's containers. */
final class InstanceCommands {
  private InstanceCommands() {}

  static DockerAnswer exec(Instance instance, String service, String... arguments) {
    Container container =
        all(instance)
            .filter(each -> each.service().equals(service))
            .findFirst()
            .orElseThrow(() -> none(instance, service));
    List<String> words = new ArrayList<>(List.of("exec", container.status().name()));
    words.addAll(Arrays.asList(arguments));
    return instance
        .docker()
        .run(DockerCommand.of(words.toArray(String[]::new)).about(instance.name(), service));
  }

  private static HostingException none(Instance instance, String service) {
    return new HostingException(
        "exec in " + service,
        instance.name() + " has no container of a service " + service,
        false,
        null);
  }

  static DockerCommand upgrade(Layout layout, String... arguments) {
    return DockerCommand.compose(
            layout.upgradeProject(), layout.environment(), List.of(layout.upgradeFile()), arguments)
        .about(layout.project(), Services.UPGRADE);
  }

  static List<ResourceUse> resourceUse(Instance instance) {
    List<Container> running =
        all(instance).filter(each -> each.status().state().equals("running")).toList();
    return ResourceUse.of(instance.docker(), running);
  }

  private static Stream<Container> all(Instance instance) {
    return Stream.concat(instance.containers().stream(), instance.upgradeService().stream());
  }
}
