/** Controllers of vendors that misbehave, each made into a bundle by the tests. */
package io.cooperage.itests.node.vendor;
