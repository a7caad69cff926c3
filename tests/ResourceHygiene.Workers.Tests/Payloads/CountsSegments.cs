namespace ResourceHygiene.Workers.Tests.Payloads;

/// <summary>Tests that count what the process holds of shared memory: one at a time.</summary>
[CollectionDefinition(nameof(CountsSegments), DisableParallelization = true)]
public sealed class CountsSegments;
