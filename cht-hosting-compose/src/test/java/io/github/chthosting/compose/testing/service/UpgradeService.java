package io.github.chthosting.compose.testing.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The CHT's upgrade service, as far as hosting sees it: it starts what the compose files in {@code
 * /docker-compose} say, and takes new ones by {@code /install} and {@code /upgrade}.
 */
public final class UpgradeService {
  private static final Path FILES = Path.of("/docker-compose");
  private static final ObjectMapper JSON = new ObjectMapper();

  private UpgradeService() {}

  /** Runs until it is killed. */
  public static void main(String... arguments) throws IOException, InterruptedException {
    HttpServer server = HttpServer.create(new InetSocketAddress(5008), 16);
    server.createContext("/", UpgradeService::handle);
    server.start();
    System.out.println("listening on 5008");
    try {
      up();
    } catch (IOException e) {
      System.err.println("error while starting containers: " + e.getMessage());
    }
  }

  private static void handle(HttpExchange exchange) throws IOException {
    String what = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    try (exchange) {
      switch (what) {
        case "GET /" -> answer(exchange, 200, Map.of("ok", true));
        case "POST /start" -> {
          up();
          answer(exchange, 200, Map.of("ok", true));
        }
        case "POST /install" -> update(exchange, true);
        case "POST /upgrade" -> update(exchange, false);
        default -> answer(exchange, 404, Map.of("error", true, "reason", "not found"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      answer(exchange, 500, Map.of("error", true, "reason", String.valueOf(e.getMessage())));
    }
  }

  private static void update(HttpExchange exchange, boolean install)
      throws IOException, InterruptedException {
    JsonNode files = JSON.readTree(exchange.getRequestBody()).path("docker_compose");
    if (files.isEmpty()) {
      answer(exchange, 400, Map.of("error", true, "reason", "Invalid payload."));
      return;
    }
    ObjectNode told = JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> file : files.properties()) {
      Path path = FILES.resolve(file.getKey());
      boolean wanted = install != Files.exists(path);
      told.withObjectProperty(file.getKey()).put("ok", wanted);
      if (wanted) {
        replace(path, file.getValue().asString(""));
      }
    }
    up();
    answer(exchange, 200, told);
  }

  private static void replace(Path path, String text) throws IOException, InterruptedException {
    Path checked = Files.writeString(Files.createTempFile("checked", ".yml"), text);
    if (!isValid(checked)) {
      throw new IOException("Invalid docker-compose yml for file " + path.getFileName());
    }
    Path kept = FILES.resolve("data").resolve("backup").resolve(String.valueOf(System.nanoTime()));
    Files.createDirectories(kept);
    for (Path old : files()) {
      Files.copy(old, kept.resolve(old.getFileName()));
    }
    Files.writeString(path, text);
    compose(List.of(path), "pull", "--policy", "missing");
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(FILES)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static synchronized void up() throws IOException, InterruptedException {
    List<Path> valid = new ArrayList<>();
    for (Path file : files()) {
      if (isValid(file)) {
        valid.add(file);
      }
    }
    if (!valid.isEmpty()) {
      compose(valid, "up", "-d", "--remove-orphans");
    }
  }

  private static boolean isValid(Path file) throws InterruptedException {
    try {
      compose(List.of(file), "config", "--quiet");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void compose(List<Path> files, String... arguments)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("docker", "compose", "-p", project()));
    files.forEach(file -> words.addAll(List.of("-f", file.toString())));
    words.addAll(Arrays.asList(arguments));
    System.out.println(String.join(" ", words));
    Path output = Files.createTempFile("compose", ".txt");
    int code =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    String text = Files.readString(output);
    System.out.print(text);
    if (code != 0) {
      throw new IOException(text);
    }
  }

  private static String project() {
    return System.getenv().getOrDefault("CHT_COMPOSE_PROJECT_NAME", "cht");
  }

  private static void answer(HttpExchange exchange, int status, Object json) throws IOException {
    ApiService.answer(exchange, status, "application/json", JSON.writeValueAsString(json));
  }
}
