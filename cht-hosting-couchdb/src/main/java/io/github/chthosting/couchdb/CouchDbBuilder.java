package io.github.chthosting.couchdb;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.http.Json;
import io.github.chthosting.http.Transport;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectMapper;

/** Builds the client over HTTP. */
final class CouchDbBuilder implements CouchDb.Builder {
  private static final int ATTEMPTS = 5;

  private final Transport.Builder transport;
  private int attempts = ATTEMPTS;
  private @Nullable ObjectMapper mapper;

  CouchDbBuilder(List<URI> addresses) {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("at least one address of CouchDB is needed");
    }
    transport = Transport.builder(addresses.stream().map(CouchDbBuilder::withoutUser).toList());
    String user = addresses.get(0).getRawUserInfo();
    if (user != null) {
      transport.credentials(credentials(user));
    }
  }

  private static URI withoutUser(URI uri) {
    try {
      return uri.getRawUserInfo() == null
          ? uri
          : new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), uri.getPath(), null, null);
    } catch (URISyntaxException e) {
      // Its message would show the password.
      throw new IllegalArgumentException("an address of CouchDB is not well-formed");
    }
  }

  private static Credentials credentials(String userInfo) {
    int colon = userInfo.indexOf(':');
    if (colon < 0 || colon == userInfo.length() - 1) {
      throw new IllegalArgumentException("an address with a user needs a password, too");
    }
    return Credentials.basic(
        decoded(userInfo.substring(0, colon)), decoded(userInfo.substring(colon + 1)));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  @Override
  public CouchDb.Builder credentials(Credentials credentials) {
    transport.credentials(credentials);
    return this;
  }

  @Override
  public CouchDb.Builder connectTimeout(Duration limit) {
    transport.connectTimeout(limit);
    return this;
  }

  @Override
  public CouchDb.Builder readTimeout(Duration limit) {
    transport.readTimeout(limit);
    return this;
  }

  @Override
  public CouchDb.Builder attempts(int newAttempts) {
    transport.attempts(newAttempts);
    attempts = newAttempts;
    return this;
  }

  @Override
  public CouchDb.Builder trustStore(KeyStore store) {
    transport.trustStore(store);
    return this;
  }

  @Override
  public CouchDb.Builder trustedCertificates(Path pem) {
    transport.trustedCertificates(pem);
    return this;
  }

  @Override
  public CouchDb.Builder pinnedCertificate(String sha256) {
    transport.pinnedCertificate(sha256);
    return this;
  }

  @Override
  public CouchDb.Builder proxy(Proxy proxy) {
    transport.proxy(proxy);
    return this;
  }

  @Override
  public CouchDb.Builder client(OkHttpClient client) {
    transport.client(client);
    return this;
  }

  @Override
  public CouchDb.Builder mapper(ObjectMapper newMapper) {
    mapper = newMapper;
    return this;
  }

  @Override
  public CouchDb build() {
    ObjectMapper json = rowByRow(mapper == null ? Json.mapper() : mapper);
    return new HttpCouchDb(new Wire(transport.build(), json, attempts));
  }

  /** Long answers are read row by row: after each there is more. */
  private static ObjectMapper rowByRow(ObjectMapper mapper) {
    return mapper.rebuild().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  }
}
