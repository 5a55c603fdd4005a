/**
 * Fakes of every interface and one contract test per provider family, which our own and vendors'
 * providers extend.
 */
package io.cooperage.testing;
