package io.cooperage.plugin;

/** A bundle of the running system. */
record InstalledBundle(String symbolicName, String location) {}
