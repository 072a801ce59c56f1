package io.github.chthosting.couchdb.replication;

import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.Secret;
import io.github.chthosting.couchdb.server.CouchDbVersion;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Replications as documents of a replicator database, written as the server's version has them and
 * read in all the forms that CouchDB takes. Source: couch_replicator_parse.erl.
 */
final class JobDocument {
  private static final CouchDbVersion AUTH_OBJECT = CouchDbVersion.of(3, 2);
  private static final Set<String> OF_COUCHDB = Set.of("source", "target", "owner");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private JobDocument() {}

  static ObjectNode write(Replication replication, CouchDbVersion version) {
    ObjectNode document = JSON.objectNode();
    document.set("source", endpoint(replication.source(), version));
    document.set("target", endpoint(replication.target(), version));
    document.setAll(replication.options());
    return document;
  }

  private static ObjectNode endpoint(Endpoint endpoint, CouchDbVersion version) {
    ObjectNode json = JSON.objectNode().put("url", endpoint.url().toString());
    endpoint
        .headers()
        .forEach((name, value) -> json.withObjectProperty("headers").put(name, value));
    if (endpoint.credentials() instanceof Credentials.Basic basic) {
      if (version.isAtLeast(AUTH_OBJECT)) {
        json.putObject("auth")
            .putObject("basic")
            .put("username", basic.user())
            .put("password", new String(basic.password().reveal()));
      } else {
        json.withObjectProperty("headers").put("Authorization", header(basic));
      }
    }
    return json;
  }

  private static String header(Credentials.Basic basic) {
    String both = basic.user() + ":" + CharBuffer.wrap(basic.password().reveal());
    return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads what the document asks for; what CouchDB wrote into it is left out.
   *
   * @throws HostingException if it is no replication; the message names the document only
   */
  static Replication read(String id, JsonNode document) {
    ObjectNode options = JSON.objectNode();
    for (Map.Entry<String, JsonNode> member : document.properties()) {
      if (!member.getKey().startsWith("_") && !OF_COUCHDB.contains(member.getKey())) {
        options.set(member.getKey(), member.getValue());
      }
    }
    try {
      Endpoint source = endpoint(document.path("source"));
      return new Replication(source, endpoint(document.path("target")), options);
    } catch (IllegalArgumentException e) {
      // Its message may quote a URL that holds a password.
      throw new HostingException(
          "reading job " + id,
          "the document " + id + " is not a replication: its source or target is not a URL",
          false,
          null);
    }
  }

  private static Endpoint endpoint(JsonNode json) {
    String text = json.isString() ? json.asString("") : json.path("url").asString("");
    URI url = URI.create(text);
    String userInfo = url.getRawUserInfo();
    Endpoint endpoint = Endpoint.of(userInfo == null ? url : URI.create(withoutUser(text)));
    for (Map.Entry<String, JsonNode> header : json.path("headers").properties()) {
      endpoint = header(endpoint, header.getKey(), header.getValue().asString(""));
    }
    if (userInfo != null) {
      endpoint = endpoint.credentials(basic(userInfo, true));
    }
    JsonNode auth = json.path("auth").path("basic");
    return auth.has("username")
        ? endpoint.credentials(
            basic(auth.path("username").asString(""), auth.path("password").asString("")))
        : endpoint;
  }

  private static String withoutUser(String url) {
    int start = url.indexOf("//") + 2;
    return url.substring(0, start) + url.substring(url.indexOf('@', start) + 1);
  }

  private static Endpoint header(Endpoint endpoint, String name, String value) {
    if (name.equalsIgnoreCase("Authorization") && value.startsWith("Basic ")) {
      byte[] both = Base64.getDecoder().decode(value.substring("Basic ".length()).trim());
      return endpoint.credentials(basic(new String(both, StandardCharsets.UTF_8), false));
    }
    return endpoint.header(name, value);
  }

  private static Credentials basic(String both, boolean escaped) {
    int colon = both.indexOf(':');
    String user = both.substring(0, Math.max(0, colon));
    String password = both.substring(colon + 1);
    return escaped ? basic(unescaped(user), unescaped(password)) : basic(user, password);
  }

  private static Credentials basic(String user, String password) {
    return Credentials.basic(user, Secret.of(password));
  }

  private static String unescaped(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
