package io.github.chthosting.http;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** A body as OkHttp wants it; OkHttp itself never sends it twice. */
final class OneShotBody extends RequestBody {
  private final @Nullable Body body;

  /** A write without body has one of no bytes, so that OkHttp does not repeat it either. */
  OneShotBody(@Nullable Body body) {
    this.body = body;
  }

  /** Always null: the header is set as the caller spells it, which OkHttp's parser may refuse. */
  @Override
  public @Nullable MediaType contentType() {
    return null;
  }

  @Override
  public long contentLength() {
    return body == null ? 0 : body.length();
  }

  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    if (body != null) {
      body.writeTo(sink.outputStream());
    }
  }
}
