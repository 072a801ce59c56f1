package io.github.chthosting.http.internal;

import okhttp3.Call;
import okhttp3.Response;

/** A request that was answered; its body is still on the wire. */
record Exchange(Call call, Response response) {

  /** Gives the connection up where the rest of the body would take long. */
  void discard() {
    if (response.body().contentLength() > WireReply.DRAINED_BYTES) {
      call.cancel();
    }
    response.close();
  }
}
