namespace ResourceHygiene.Workers.Tests.Faults;

/// <summary>Tests that look at what the whole process holds: none runs beside another.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
