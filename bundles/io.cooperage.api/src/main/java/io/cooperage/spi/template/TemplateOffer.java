package io.cooperage.spi.template;

/** A template that a source can build. */
public record TemplateOffer(String name, String description) {}
