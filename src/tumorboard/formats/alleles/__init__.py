"""What readers of sequence variants share: alleles, known alleles, assemblies, consequence terms, protein changes."""
