package io.cooperage.core.guest;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.spi.isolation.GuestFiles;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.codec.digest.Sha2Crypt;

/** Sets passwords in a CT's /etc/shadow, see shadow(5). The file is hostile: sizes are bounded. */
final class ShadowFile {
  private static final String PATH = "/etc/shadow";
  private static final String GROUPS = "/etc/group";
  private static final int LIMIT = 1 << 20;
  private static final int FIELDS = 9;
  private static final int HASH = 1;
  private static final int CHANGED = 2;
  private static final int GROUP_ID = 2;
  private static final int OWNER_ONLY = 0600;
  private static final int GROUP_READS = 0640;
  private static final String SALT =
      "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int SALT_LENGTH = 16;

  private final GuestFiles files;
  private final Function<byte[], String> crypt;

  ShadowFile(GuestFiles files) {
    this(files, ShadowFile::sha512);
  }

  ShadowFile(GuestFiles files, Function<byte[], String> crypt) {
    this.files = files;
    this.crypt = crypt;
  }

  private static String sha512(byte[] password) {
    SecureRandom random = new SecureRandom();
    StringBuilder salt = new StringBuilder("$6$");
    for (int i = 0; i < SALT_LENGTH; i++) {
      salt.append(SALT.charAt(random.nextInt(SALT.length())));
    }
    return Sha2Crypt.sha512Crypt(password, salt.toString());
  }

  /** Sets one password. The text is USER:PASSWORD. */
  void set(String userPassword) {
    int colon = userPassword.indexOf(':');
    String user = userPassword.substring(0, colon);
    byte[] password = userPassword.substring(colon + 1).getBytes(StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>();
    boolean found = false;
    for (String line : ByteText.read(files, PATH, LIMIT).split("\n", -1)) {
      boolean his = line.startsWith(user + ":");
      lines.add(his && !found ? changed(line, password) : line);
      found |= his;
    }
    if (!found) {
      throw new ContainerException(
          ErrorCode.BAD_VALUE, "the CT has no user '" + user + "'", "Make it inside the CT first.");
    }
    write(String.join("\n", lines));
  }

  private String changed(String line, byte[] password) {
    List<String> fields = new ArrayList<>(List.of(line.split(":", -1)));
    while (fields.size() < FIELDS) {
      fields.add("");
    }
    fields.set(HASH, crypt.apply(password));
    fields.set(CHANGED, Long.toString(LocalDate.now(ZoneOffset.UTC).toEpochDay()));
    return String.join(":", fields);
  }

  // Debian lets the group shadow read it; the file's own owner cannot be asked for here.
  private void write(String content) {
    byte[] bytes = ByteText.bytes(content);
    int group = shadowGroup();
    if (group > 0) {
      files.replace(PATH, bytes, GROUP_READS, 0, group);
    } else {
      files.replace(PATH, bytes, OWNER_ONLY);
    }
  }

  private int shadowGroup() {
    for (String line : ByteText.read(files, GROUPS, LIMIT).split("\n", -1)) {
      String[] fields = line.split(":", -1);
      if (fields.length > GROUP_ID
          && fields[0].equals("shadow")
          && fields[GROUP_ID].matches("\\d{1,5}")) {
        return Integer.parseInt(fields[GROUP_ID]);
      }
    }
    return 0;
  }
}
