using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Rules.Async;

/// <summary>Calls of LINQ that run nothing yet.</summary>
internal static class DeferredQueries
{
    public static bool IsDeferred(IMethodSymbol method) =>
        method.ContainingType is { Name: "Enumerable" or "Queryable" or "AsyncEnumerable" or "ParallelEnumerable", ContainingNamespace.Name: "Linq" }
        && method.ReturnType is { TypeKind: TypeKind.Interface or TypeKind.Class, Name: "IEnumerable" or "IQueryable" or "IOrderedEnumerable" or "IOrderedQueryable" or "IAsyncEnumerable" or "ParallelQuery" };
}
