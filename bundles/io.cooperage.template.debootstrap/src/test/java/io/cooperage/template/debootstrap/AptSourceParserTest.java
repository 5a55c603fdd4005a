package io.cooperage.template.debootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AptSourceParserTest {
  @Test
  void readsTheOneLineForm() {
    assertThat(
            AptSourceParser.parseLines(
                """
                # comment
                deb http://mirror.example/debian/ bookworm main contrib # more
                deb [arch=amd64 signed-by=/k.gpg] https://mirror.example/sec bookworm-security main
                deb-src http://mirror.example/debian bookworm main
                deb http://mirror.example/flat ./
                nonsense
                """))
        .containsExactly(
            new AptSource(
                "http://mirror.example/debian", List.of("bookworm"), List.of("main", "contrib")),
            new AptSource(
                "https://mirror.example/sec", List.of("bookworm-security"), List.of("main")));
  }

  @Test
  void readsStanzasWithCommentsAndContinuedFields() {
    assertThat(
            AptSourceParser.parseStanzas(
                """
                Types: deb deb-src
                # http://old.example
                URIs: http://a.example/debian/ http://b.example/debian
                Suites: bookworm
                  bookworm-updates
                Components: main
                Signed-By:
                 -----BEGIN PGP PUBLIC KEY BLOCK-----
                 .
                 abc

                Enabled: no
                Types: deb
                URIs: http://off.example/debian
                Suites: bookworm
                Components: main

                types: deb
                uris: http://c.example
                suites: x-security
                components: main"""))
        .extracting(AptSource::uri, AptSource::suites)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "http://a.example/debian", List.of("bookworm", "bookworm-updates")),
            org.assertj.core.groups.Tuple.tuple(
                "http://b.example/debian", List.of("bookworm", "bookworm-updates")),
            org.assertj.core.groups.Tuple.tuple("http://c.example", List.of("x-security")));
  }

  @Test
  void nothingIsReadFromNothing() {
    assertThat(AptSourceParser.parseLines("")).isEmpty();
    assertThat(AptSourceParser.parseStanzas("")).isEmpty();
    assertThat(AptSourceParser.parseStanzas(" lost\n:\nTypes deb\n\n\n")).isEmpty();
  }

  @Test
  void onlyArchivesThatDebootstrapCanReadAreUsable() {
    assertThat(source("http://mirror.example/debian").usable()).isTrue();
    assertThat(source("file:/srv/debian").usable()).isTrue();
    for (String uri : List.of("cdrom:[x]/", "ssh://h/x", "http://h/'x", "mirror+file:/x", "-x")) {
      assertThat(source(uri).usable()).as(uri).isFalse();
    }
    assertThat(
            new AptSource("http://mirror.example/nonfree", List.of("x"), List.of("contrib"))
                .usable())
        .isFalse();
  }

  @Test
  void suitesTellWhatASourceServes() {
    AptSource both = new AptSource("http://h", List.of("x", "x-updates"), List.of("main"));
    assertThat(both.servesReleases()).isTrue();
    assertThat(both.servesUpdates()).isTrue();
    assertThat(both.servesSecurity()).isFalse();
    AptSource security = new AptSource("http://h", List.of("x-security"), List.of("main"));
    assertThat(security.servesReleases()).isFalse();
    assertThat(security.servesSecurity()).isTrue();
  }

  private static AptSource source(String uri) {
    return new AptSource(uri, List.of("bookworm"), List.of("main"));
  }
}
