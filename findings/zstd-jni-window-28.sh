#!/usr/bin/env bash
# zstd-jni 1.5.7-28: ZstdOutputStream.setLong(28) is dropped without a word; the window is then that of no setLong at all, not of 27.
#
# Version     named in the first line, pinned below.
# Behaviour   setLong(27) gives a window of 128 MiB. setLong(28) and more give the level's own window (2 MiB at level 3).
# Expected    256 MiB, or an exception as for a wrong level, or at worst the largest window that is allowed.
# Seen        2026-11-29, the lines at the end: the same 4 MiB of noise twice, so that only a window above 4 MiB finds the second copy.
# Consequence One bit more "to be better" makes an archive of many similar documents or attachments nearly twice as large, and nothing says so.
#             Bound the value yourself, and test the size of what comes out, not that it can be read.
source "$(dirname "$0")/begin.bash"
maven com.github.luben:zstd-jni:1.5.7-28
seen=$(run_java Window <<'J'
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.util.Random;

public class Window {
  public static void main(String[] args) throws Exception {
    byte[] noise = new byte[4 << 20];
    new Random(1).nextBytes(noise);
    for (int window : new int[] {0, 27, 28, 30}) {
      var packed = new ByteArrayOutputStream();
      try (var out = new ZstdOutputStream(packed, 3)) {
        if (window > 0) out.setLong(window);
        out.write(noise);
        out.write(noise);
      }
      byte[] frame = packed.toByteArray();
      System.out.println("setLong(" + (window == 0 ? "not called" : window) + "): window 2^" + (10 + ((frame[5] & 0xff) >> 3)) + ", " + (frame.length >> 20) + " MiB from 8");
    }
  }
}
J
)
recorded "$seen" <<'R'
setLong(not called): window 2^21, 8 MiB from 8
setLong(27): window 2^27, 4 MiB from 8
setLong(28): window 2^21, 8 MiB from 8
setLong(30): window 2^21, 8 MiB from 8
R
