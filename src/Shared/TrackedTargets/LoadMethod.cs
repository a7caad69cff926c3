using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.TrackedTargets;

/// <summary>How a loader gives its value.</summary>
internal enum LoadKind
{
    Sync,
    Task,
    ValueTask,
}

/// <summary>The method named by <c>Load</c> on a tracked property.</summary>
internal sealed record LoadMethod(IMethodSymbol Method, LoadKind Kind)
{
    public bool TakesToken => !Method.Parameters.IsEmpty;

    /// <summary>The name written as <c>Load</c>; null where the property has no loader.</summary>
    public static string? NameIn(AttributeData attribute) => attribute.NamedArgument<string?>("Load", null);

    /// <summary>The loader; null where no method of that name has the shape. Of several, one that can be told to stop.</summary>
    public static LoadMethod? Find(IPropertySymbol property, string name) => property.ContainingType.GetMembers(name)
        .OfType<IMethodSymbol>()
        .Where(static method => method is { MethodKind: MethodKind.Ordinary, Arity: 0, RefKind: RefKind.None })
        .Where(static method => method.Parameters.IsEmpty || method.Parameters is [{ RefKind: RefKind.None } parameter] && parameter.Type.HasFullName("System.Threading.CancellationToken"))
        .Select(method => KindOf(method.ReturnType, property.Type) is { } kind ? new LoadMethod(method, kind) : null)
        .OrderByDescending(static loader => loader?.Method.Parameters.Length)
        .FirstOrDefault(static loader => loader is not null);

    /// <summary>The name of the method that leases a property's value, loaded first; null where there is no loader.</summary>
    public static string? LeaseMethodOf(IPropertySymbol property, AttributeData attribute) =>
        NameIn(attribute) is { } name && Find(property, name) is { } loader ? LeaseMethodOf(property.Name, isAsync: loader.Kind != LoadKind.Sync) : null;

    /// <summary>The same, of a loader that blocks or one that is awaited.</summary>
    public static string LeaseMethodOf(string property, bool isAsync) => "Lease" + property + (isAsync ? "Async" : "");

    /// <summary>The shapes as they have to look, for messages.</summary>
    public static string ExpectedSignatures(IPropertySymbol property, string name)
    {
        string type = property.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        return $"'{type} {name}()' or 'Task<{type}> {name}(CancellationToken)'";
    }

    private static LoadKind? KindOf(ITypeSymbol returned, ITypeSymbol wanted)
    {
        if (returned is INamedTypeSymbol { TypeArguments: [var result] } task)
        {
            LoadKind? kind = task.HasFullName("System.Threading.Tasks.Task`1") ? LoadKind.Task
                : task.HasFullName("System.Threading.Tasks.ValueTask`1") ? LoadKind.ValueTask
                : null;
            // A task of a derived class is no task of the class.
            if (kind is not null && SymbolEqualityComparer.Default.Equals(result, wanted))
                return kind;
        }

        return IsOrDerivesFrom(returned, wanted) ? LoadKind.Sync : null;
    }

    private static bool IsOrDerivesFrom(ITypeSymbol type, ITypeSymbol wanted)
    {
        if (type.AllInterfaces.Any(i => SymbolEqualityComparer.Default.Equals(i, wanted)))
            return true;

        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, wanted))
                return true;
        }

        return false;
    }
}
