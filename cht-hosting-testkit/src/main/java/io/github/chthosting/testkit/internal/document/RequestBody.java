package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.store.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads JSON bodies. */
public final class RequestBody {
  private RequestBody() {}

  /** The body as JSON, whatever its type is. */
  public static JsonNode json(Request request) {
    try (InputStream in = decoded(request)) {
      return JsonText.parse(in.readAllBytes());
    } catch (ZipException e) {
      throw ApiException.badRequest("Request body is not properly gzipped.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The body as a JSON object, of the type {@code application/json}. */
  public static ObjectNode object(Request request) {
    requireJson(request);
    return objectOfAnyType(request);
  }

  /** The body as a JSON object, whatever its type is. */
  public static ObjectNode objectOfAnyType(Request request) {
    if (json(request) instanceof ObjectNode object) {
      return object;
    }
    throw ApiException.badRequest("Request body must be a JSON object");
  }

  /** 415 unless the body is {@code application/json}. */
  public static void requireJson(Request request) {
    String type = request.header("Content-Type");
    if (type == null || !mediaType(type).equals("application/json")) {
      throw new ApiException(415, "bad_content_type", "Content-Type must be application/json");
    }
  }

  /** Returns what stands before the parameters. */
  static String mediaType(String contentType) {
    int semicolon = contentType.indexOf(';');
    return semicolon < 0 ? contentType : contentType.substring(0, semicolon);
  }

  /** A named member that must be an array. */
  static @Nullable JsonNode array(ObjectNode body, String name) {
    JsonNode value = body.get(name);
    if (value != null && !value.isArray()) {
      throw ApiException.badRequest("`" + name + "` body member must be an array.");
    }
    return value;
  }

  /** A named member that must be an array, as views say it. */
  public static @Nullable JsonNode member(ObjectNode body, String name) {
    JsonNode value = body.get(name);
    if (value != null && !value.isArray()) {
      throw ApiException.badRequest("`" + name + "` member must be an array.");
    }
    return value;
  }

  /** The queries of a body for {@code /queries}. */
  public static List<ObjectNode> queries(ObjectNode body) {
    JsonNode queries = member(body, "queries");
    if (queries == null) {
      throw ApiException.badRequest("POST body must include `queries` parameter.");
    }
    List<ObjectNode> all = new ArrayList<>();
    for (JsonNode query : queries) {
      if (!(query instanceof ObjectNode object)) {
        throw ApiException.failure("function_clause");
      }
      all.add(object);
    }
    return all;
  }

  private static InputStream decoded(Request request) throws IOException {
    String coding = request.header("Content-Encoding");
    if (coding == null || coding.equals("identity")) {
      return request.body();
    }
    if (coding.equals("gzip")) {
      return new GZIPInputStream(request.body());
    }
    throw new ApiException(
        415, "bad_content_type", coding + " is not a supported content encoding.");
  }
}
