package io.github.chthosting.testkit.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Vectors are answers of Apache CouchDB 3.5.0. */
class RevisionHashTest {

  private static String hash(String json, boolean deleted, List<Attachment> attachments) {
    ObjectNode body = (ObjectNode) JsonText.parse(json);
    DocumentEdit edit =
        new DocumentEdit("x", 0, List.of(), deleted, JsonBody.of(body), attachments);
    return RevisionHash.of(edit, body, 0, "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|967a00dff5e02add41819138abb3284d",
        "{\"a\":1.0}|8a159b695bf2bd957f1a435bfd6e1739",
        "{\"a\":1e5}|812dfd86f41f0a2ba423d18cbefdcb61",
        "{\"a\":0.1}|5974d01f385519e930e5a28349efba27",
        "{\"a\":0.0}|f8fc1b07134fb0e1af62a5cb42046ee1",
        "{\"a\":-0.0}|79e62e17829588afea5328e32c7e34af",
        "{\"a\":-0}|dcf485487e051d7f9b7c62bd4265a425",
        "{\"a\":12345678901234567890}|849a70d3504f8ac4630b733e1ddc9533",
        "{\"a\":123456789012345678901234567890}|da1bd830ce681811ea5692e0ec6bd683",
        "{\"a\":1,\"b\":2,\"a\":3}|cf8195ee4268460f49235c8e98d42c6f",
        "{\"a\":\"\\u0000\"}|ef3e46caa2b1304d75780c92d40a2067",
        "{\"a\":\"é𝄞\"}|a564083e0d02c704b1ccacb4b352451b",
        "{\"\":1}|2ce45c66c96d19abe1f98075da2b5a51",
        "{\"l\":[1,2,3],\"m\":[1,256],\"n\":[],\"o\":[[],{}],\"p\":{\"q\":null,\"r\":true,\"s\":false},"
            + "\"t\":-1,\"u\":256,\"v\":2147483648,\"w\":-2147483649,\"x\":\"é\"}"
            + "|2a2ea0b7392ef0ee041fdf44a742e5ed",
        "{\"a\":[0,255],\"b\":[1,-1],\"c\":[1.0,1],\"d\":-2147483648,\"e\":2147483647,"
            + "\"f\":9223372036854775808,\"g\":-9223372036854775809,\"h\":18446744073709551616}"
            + "|b11187178f9740486abc160709386166"
      })
  void isWhatCouchDbAnswers(String json, String expected) {
    assertThat(hash(json, false, List.of())).isEqualTo(expected);
  }

  @Test
  void ofADeletion() {
    assertThat(hash("{}", true, List.of())).isEqualTo("de715bf126efc93d225d9e3f8e8eb81a");
  }

  @Test
  void withAnAttachment() {
    Attachment attachment =
        new Attachment(
            "b.bin",
            "application/octet-stream",
            new MemoryBlob(new byte[] {0, 1, 2}),
            "b95f67f61ebb03619622d798f45fc2d3",
            1,
            false,
            3);
    assertThat(hash("{\"x\":1}", false, List.of(attachment)))
        .isEqualTo("09c9540ad6aa091bafb2fd715484c968");
    assertThat(attachment.digest()).isEqualTo("md5-uV9n9h67A2GWIteY9F/C0w==");
  }
}
