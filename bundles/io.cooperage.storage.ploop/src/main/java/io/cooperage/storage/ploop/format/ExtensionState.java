package io.cooperage.storage.ploop.format;

/** What a format extension is good for. */
public enum ExtensionState {
  /** The image has none. */
  NONE,
  /** It is as it should be. */
  SOUND,
  /** It is broken, and nothing in it was necessary: the image is complete without. */
  DROPPABLE,
  /** It is broken, and what it had cannot be told. */
  BROKEN,
  /** It has a feature that is necessary and not known here: the image must not be changed. */
  UNKNOWN_FEATURE;

  /**
   * Tells of an image's extension, and adds the clusters of a sound one to those in use.
   *
   * @param used slots that the allocation table names
   */
  public static ExtensionState of(ImageBytes file, PloopHeader header, ClusterSet used) {
    if (header.extensionSectors() == 0) {
      return NONE;
    }
    DataArea area = new DataArea(header, file.size());
    try {
      ExtensionReader reader = new ExtensionReader(file, area, used);
      FormatExtension extension = reader.unverified();
      if (!extension.understood()) {
        return UNKNOWN_FEATURE;
      }
      return reader.sound() ? SOUND : DROPPABLE;
    } catch (MalformedImageException e) {
      return BROKEN;
    }
  }
}
