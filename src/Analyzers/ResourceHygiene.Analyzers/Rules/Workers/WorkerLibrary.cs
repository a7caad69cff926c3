using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Rules.Workers;

/// <summary>Whether a compilation has anything to do with worker processes.</summary>
internal static class WorkerLibrary
{
    private const string Name = "ResourceHygiene.Workers";

    public static bool IsUsedBy(Compilation compilation) =>
        compilation.ReferencedAssemblyNames.Any(static assembly => assembly.Name == Name);
}
