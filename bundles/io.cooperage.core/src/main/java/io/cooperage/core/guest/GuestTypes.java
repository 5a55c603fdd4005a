package io.cooperage.core.guest;

import io.cooperage.api.parameter.JsonForm;
import io.cooperage.api.parameter.ValueType;
import io.cooperage.api.parameter.ValueTypes;
import java.util.List;
import java.util.regex.Pattern;

/** Value types of core's own parameters. All refuse line breaks. */
final class GuestTypes {
  static final String INHERIT = "inherit";

  private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final Pattern DOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final int LONGEST_HOSTNAME = 64;
  private static final int LONGEST_DOMAIN = 253;
  private static final Pattern USER_PASSWORD =
      Pattern.compile("[a-z_][a-z0-9_-]{0,31}:[^\\p{Cntrl}]{1,200}");
  private static final Pattern SSH_KEY =
      Pattern.compile(
          "(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-[a-z0-9@.-]+)"
              + " [A-Za-z0-9+/]{40,4000}={0,3}( [^\\p{Cntrl}]{0,200})?");

  private GuestTypes() {}

  // The kernel keeps 64 bytes, see uname(2).
  static ValueType<String> hostname() {
    return ValueTypes.line(
        "HOST[.DOMAIN]",
        s -> s.length() <= LONGEST_HOSTNAME && DOMAIN.matcher(s).matches(),
        "must be labels of letters, digits and inner dashes with dots between, 64 characters"
            + " at most");
  }

  static ValueType<String> nameserver() {
    return ValueTypes.text(
        "ADDRESS|inherit",
        s -> {
          if (s.equals(INHERIT) || IpLiteral.matches(s)) {
            return s;
          }
          throw new IllegalArgumentException("must be an IPv4 or IPv6 address, or inherit");
        },
        s -> s,
        JsonForm.string(),
        List.of(INHERIT));
  }

  static ValueType<String> searchDomain() {
    return ValueTypes.line(
        "DOMAIN|inherit",
        s -> s.length() <= LONGEST_DOMAIN && DOMAIN.matcher(s).matches(),
        "must be a domain, or inherit");
  }

  static ValueType<String> userPassword() {
    return ValueTypes.line(
        "USER:PASSWORD",
        s -> USER_PASSWORD.matcher(s).matches(),
        "must be a user, a colon and a password without control characters");
  }

  static ValueType<String> sshKey() {
    return ValueTypes.line(
        "TYPE BASE64 [COMMENT]",
        s -> SSH_KEY.matcher(s).matches(),
        "must be one line of an OpenSSH .pub file");
  }

  static ValueType<String> word() {
    return ValueTypes.line(
        "NAME", s -> s.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}"), "must be a template's name");
  }
}
