package io.cooperage.store.file;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cooperage.api.container.ContainerId;
import io.cooperage.spi.isolation.Sandbox;
import io.cooperage.spi.kernel.PidHandle;
import io.cooperage.spi.network.Attachment;
import io.cooperage.spi.store.RuntimeRecord;
import java.util.ArrayList;
import java.util.List;

/** {@code state.json}: a CT that runs. */
final class RuntimeCodec implements Codec<RuntimeRecord> {
  private final JsonText json;

  RuntimeCodec(JsonText json) {
    this.json = json;
  }

  @Override
  public byte[] encode(RuntimeRecord record) {
    Sandbox sandbox = record.sandbox();
    if (!sandbox.container().equals(record.id())) {
      throw new IllegalArgumentException("the sandbox belongs to CT " + sandbox.container());
    }
    ObjectNode root = json.object();
    Document document = new Document(root);
    document
        .put("schema", Schema.CURRENT.toString())
        .put("id", record.id().toString())
        .put("startedAt", record.startedAt().toString());
    document
        .object("sandbox")
        .put("kind", sandbox.kind())
        .put("pid", sandbox.init().pid())
        .put("startTime", sandbox.init().startTime())
        .putTexts("properties", sandbox.properties());
    ArrayNode attachments = document.array("attachments");
    for (Attachment attachment : record.attachments()) {
      new Document(attachments.addObject())
          .put("kind", attachment.kind())
          .put("device", attachment.device())
          .put("hostDevice", attachment.hostDevice())
          .put("mac", attachment.mac())
          .putTexts("properties", attachment.properties());
    }
    document.putLists("applied", record.applied());
    return json.write(root);
  }

  @Override
  public RuntimeRecord decode(byte[] content) throws UnreadableRecordException {
    Fields fields = new Fields(json.parse(content));
    Schema.parse(fields.text("schema")).requireReadable();
    try {
      ContainerId id = ContainerId.parse(fields.text("id"));
      return new RuntimeRecord(
          id,
          sandbox(id, fields.object("sandbox")),
          attachments(fields.objects("attachments")),
          fields.textsByName("applied"),
          fields.instant("startedAt"));
    } catch (IllegalArgumentException e) {
      throw new UnreadableRecordException("a value is out of range: " + e.getMessage(), e);
    }
  }

  private static Sandbox sandbox(ContainerId id, Fields fields) throws UnreadableRecordException {
    return new Sandbox(
        fields.text("kind"),
        id,
        new PidHandle(fields.smallWhole("pid"), fields.whole("startTime")),
        fields.textByName("properties"));
  }

  private static List<Attachment> attachments(List<Fields> all) throws UnreadableRecordException {
    List<Attachment> attachments = new ArrayList<>();
    for (Fields fields : all) {
      attachments.add(
          new Attachment(
              fields.text("kind"),
              fields.text("device"),
              fields.text("hostDevice"),
              fields.text("mac"),
              fields.textByName("properties")));
    }
    return attachments;
  }
}
