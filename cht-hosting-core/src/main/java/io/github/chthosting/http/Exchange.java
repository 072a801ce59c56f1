package io.github.chthosting.http;

import java.time.Duration;
import java.util.Set;
import okhttp3.Call;
import okhttp3.Response;

/**
 * A request that was answered; its body is still on the wire.
 *
 * @param wire what carries it
 * @param readLimit how long a read of the body may wait; zero for ever
 * @param open where it is listed until it ends, for a transport that is closed meanwhile
 */
record Exchange(Call call, Response response, Wire wire, Duration readLimit, Set<Call> open) {

  /** The body was read to its end, or is no longer wanted. */
  void ended() {
    open.remove(call);
  }

  /** Gives the connection up where the rest of the body would take long. */
  void discard() {
    if (response.body().contentLength() > WireReply.DRAINED_BYTES) {
      call.cancel();
    }
    response.close();
    ended();
  }
}
