package io.cooperage.core.catalog;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What some settings make of a CT's stored texts.
 *
 * @param before canonical texts as they were
 * @param after canonical texts as they shall be; secrets are not among them
 * @param changed parameters whose texts differ, in the order of the settings
 * @param secrets texts that must be applied once and never stored
 */
public record Proposal(
    Map<String, List<String>> before,
    Map<String, List<String>> after,
    Set<String> changed,
    Map<String, List<String>> secrets) {}
