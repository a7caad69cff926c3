using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Rules.Torch;

/// <summary>TorchSharp's types, told by name. Nearly all of them are nested in one static class.</summary>
internal static class TorchTypes
{
    /// <summary>Whether a compilation knows the library at all; the rules are off where it does not.</summary>
    public static bool IsReferencedBy(Compilation compilation) => !compilation.GetTypesByMetadataName("TorchSharp.torch").IsEmpty;

    public static bool IsTensor(ITypeSymbol? type) => Is(type, "Tensor");

    public static bool IsModule(ITypeSymbol? type) => Is(type, "Module");

    public static bool IsParameter(ITypeSymbol? type) => Is(type, "Parameter");

    public static bool IsOptimizer(ITypeSymbol? type) => Is(type, "Optimizer");

    public static bool IsScope(ITypeSymbol? type) => Is(type, "DisposeScope");

    public static bool IsScalar(ITypeSymbol? type) => Is(type, "Scalar");

    public static bool IsLoader(ITypeSymbol? type) => Is(type, "DataLoader") || Is(type, "IterableDataLoader");

    /// <summary>What a module moves, registers and disposes: modules, parameters, tensors.</summary>
    public static bool IsState(ITypeSymbol? type) => IsModule(type) || IsTensor(type);

    /// <summary>Whether a symbol is one of the library's, or a member of one.</summary>
    public static bool IsOfLibrary(ISymbol? symbol)
    {
        if (symbol is null)
            return false;
        ISymbol outermost = symbol;
        while (outermost.ContainingType is { } containing)
            outermost = containing;
        return outermost.ContainingNamespace is { } space
            && ((space.Name == "TorchSharp" && space.ContainingNamespace is { IsGlobalNamespace: true })
                || (space is { Name: "Modules", ContainingNamespace: { Name: "TorchSharp", ContainingNamespace.IsGlobalNamespace: true } }));
    }

    private static bool Is(ITypeSymbol? type, string name)
    {
        if (type is ITypeParameterSymbol parameter)
        {
            foreach (ITypeSymbol constraint in parameter.ConstraintTypes)
            {
                if (Is(constraint, name))
                    return true;
            }

            return false;
        }

        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.Name == name && IsOfLibrary(current))
                return true;
        }

        return false;
    }
}
