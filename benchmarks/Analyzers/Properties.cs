using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("ResourceHygiene.Analyzers.Benchmarks.Tests")]
