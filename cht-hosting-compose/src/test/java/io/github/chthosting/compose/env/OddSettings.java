package io.github.chthosting.compose.env;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings of P that were once misread, with what Compose 2.26.1 gives; EnvDockerIT asks it. */
final class OddSettings {
  static final Map<String, String> READ = new LinkedHashMap<>();

  static {
    READ.put("P=#Kampala-2026", "#Kampala-2026");
    READ.put("P= #x", "#x");
    READ.put("P=##x", "##x");
    READ.put("P: #x", "#x");
    READ.put("export P=#x", "#x");
    READ.put("P=x\t#y", "x\t#y");
    READ.put("P=x #y", "x");
    READ.put("P=x \t#y", "x \t#y");
    READ.put("P=x\t #y", "x");
    READ.put("P=\u00A0x", "x");
    READ.put("P=\u2003x\u2003", "\u2003x");
    READ.put("P=\u2003\"x\"", "\u2003\"x\"");
    READ.put("P=x\r\nQ=y\r", "x");
    READ.put("P=\"x\r\ny\"", "x\r\ny");
    READ.put("P='x\r\ny'\r", "x\r\ny");
    READ.put("P=\"x\\r\\ny\"", "x\r\ny");
    READ.put("P=${A:-" + "x".repeat(3_000) + "}", "alpha");
    READ.put("P=${NONE:-" + "x".repeat(3_000) + "}", "x".repeat(3_000));
    READ.put("P=" + "${NONE:-".repeat(100) + "x" + "}".repeat(100), "x");
    READ.put("P=${NONE:-${A}-${NONE:-y}}z", "alpha-yz");
    READ.put("P=${NONE:-{}x}y", "{}xy");
    READ.put("P=${NONE:-{x}}y", "{x}y");
    READ.put("P=${NONE:-{}y", "{y");
    READ.put("P=${NONE:-x${A}y${NONE:-{}z}w", "xalphay{zw");
    READ.put("P=$1$", "$1$");
    READ.put("P=\"\\0101\\012\\0477\\x\\c\\a\"", "A\\12\\477\\x\\c\u0007");
    READ.put("P='a\\\\'", "a\\\\");
    READ.put("Q='b' P='c' R=d", "c");
    READ.put("Q=\"b\"P=c", "c");
    READ.put("Q='b'other\nP=c", "c");
    READ.put("P='c'# comment", "c");
    READ.put("P\t=\tb", "b");
    READ.put("P.x=1\nP[0]=2\nÜ=3\nP=4", "4");
    READ.put("#P=1\n  # P=2\n\u00A0#P=3\nP=4", "4");
    READ.put("P='é✓😀'", "é✓😀");
    READ.put("P=ſ${ſ-s}${\u212A-k}", "ſsk");
  }

  /** Lines that Compose refuses, the whole file with them. */
  static final List<String> REFUSED =
      List.of(
          "P=${Q",
          "P=\"${Q\"",
          "P=\"${Q:-x\n}\"",
          "P=${A.b}",
          "P=${A:}",
          "P=${}",
          "P=${1}",
          "P=${Q:?}",
          "P=${Q?needed}",
          "P=${A:-${Q:?}}",
          "=x",
          "P=x\n: y",
          "P Q=x",
          "P Q\nQ=x",
          "P!=x",
          "P='x",
          "P=\"x\\\"",
          "P='x' y'",
          "P=x\nexport ");

  private OddSettings() {}
}
