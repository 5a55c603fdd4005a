package io.cooperage.itests.node.guest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** What a Java program usually asks of a kernel: threads, sockets, much memory, a child process. */
public final class PageProgram {
  private static final int BLOCK = 1 << 20;

  private PageProgram() {}

  public static void main(String[] arguments) throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Future<?> served = threads.submit(() -> serve(server));
      try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
        String page = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        served.get();
        long blocks = IntStream.range(0, 42).parallel().mapToObj(i -> new byte[BLOCK]).count();
        Process child = new ProcessBuilder("id", "-u").start();
        String user = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.println(page + " " + blocks + " " + user.strip());
      }
    } finally {
      threads.shutdown();
    }
  }

  private static Void serve(ServerSocket server) throws IOException {
    try (Socket peer = server.accept()) {
      peer.getOutputStream().write("page".getBytes(StandardCharsets.UTF_8));
    }
    return null;
  }
}
