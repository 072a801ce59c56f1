package io.github.chthosting.compose;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** An installation, and a 3.x beside it, on an engine that does nothing. */
abstract class MovesCase {
  @TempDir Path folder;

  final FakeEngine engine = new FakeEngine();
  final ComposePlatform platform = ComposePlatform.builder(engine).build();
}
