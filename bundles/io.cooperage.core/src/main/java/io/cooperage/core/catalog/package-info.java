/**
 * Everything that can be set: which bundle owns which parameter, how words become settings, and how
 * settings change what is stored.
 */
package io.cooperage.core.catalog;
