package io.cooperage.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FieldsTest {
  @Test
  void eachFieldHasItsType() throws UnreadableRecordException {
    Fields fields =
        fields(
            "{\"t\":\"x\",\"n\":7,\"b\":true,\"l\":[\"a\"],\"m\":{\"k\":\"v\"},\"ml\":{\"k\":[]}}");
    assertThat(fields.text("t")).isEqualTo("x");
    assertThat(fields.whole("n")).isEqualTo(7);
    assertThat(fields.flag("b")).isTrue();
    assertThat(fields.texts("l")).containsExactly("a");
    assertThat(fields.textByName("m")).containsEntry("k", "v");
    assertThat(fields.textsByName("ml")).containsEntry("k", List.of());
    assertThat(fields.optionalText("none")).isEmpty();
    fields.end();
  }

  @Test
  void aWrongTypeIsNamedWithItsPlace() throws UnreadableRecordException {
    Fields fields = fields("{\"o\":{\"n\":1.5},\"l\":[\"a\",1],\"a\":[{},3],\"nul\":null}");
    Fields inner = fields.object("o");
    assertRefused(() -> inner.whole("n"), "its 'o.n' is not a whole number");
    assertRefused(() -> inner.text("missing"), "its 'o.missing' is missing");
    assertRefused(() -> fields.texts("l"), "its 'l[1]' is not a text");
    assertRefused(() -> fields.objects("a"), "its 'a[1]' is not an object");
    assertRefused(() -> fields.text("nul"), "its 'nul' is not a text");
    assertRefused(() -> fields.optionalText("nul"), "its 'nul' is not a text");
    assertRefused(() -> fields.textByName("l"), "its 'l' is not an object");
  }

  @Test
  void aNumberThatDoesNotFitIsRefused() throws UnreadableRecordException {
    Fields fields = fields("{\"n\":3000000000,\"huge\":99999999999999999999}");
    assertRefused(() -> fields.smallWhole("n"), "its 'n' is out of range");
    assertRefused(() -> fields.whole("huge"), "its 'huge' is not a whole number");
  }

  @Test
  void whatWasNotReadIsTheRest() throws UnreadableRecordException {
    Fields fields = fields("{\"read\":\"x\",\"left\":{\"a\":[1]}}");
    fields.text("read");
    assertThat(fields.rest()).containsOnlyKeys("left").containsValue("{\"a\":[1]}");
    assertRefused(fields::end, "its 'left' is unknown");
  }

  private static Fields fields(String text) throws UnreadableRecordException {
    return new Fields(new JsonText().parse(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void assertRefused(ThrowingCallable call, String reason) {
    assertThatExceptionOfType(UnreadableRecordException.class).isThrownBy(call).withMessage(reason);
  }
}
