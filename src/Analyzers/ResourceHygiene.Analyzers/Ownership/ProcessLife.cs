using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>Types whose objects go when the process goes: a program, an application, a singleton.</summary>
internal static class ProcessLife
{
    /// <summary>True for such a type: what it holds needs no other end.</summary>
    public static bool Includes(INamedTypeSymbol type)
    {
        if (type.Name is "Program" or "Startup" || type.GetMembers("Main").Any(static member => member is IMethodSymbol { IsStatic: true }))
            return true;
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.Name is "Application" or "MauiApplication" or "PrismApplication" or "ApplicationContext" or "Attribute")
                return true;
        }

        return type.GetMembers().Any(member => IsHolder(member, type));
    }

    /// <summary>True also for services of a host: it disposes them at its end, so they should release what they own, but what they listen to ends then, too.</summary>
    public static bool IncludesAsListener(INamedTypeSymbol type) =>
        type.Name == "App" || type.BaseType?.Name == "BackgroundService" || type.AllInterfaces.Any(static implemented => implemented.Name == "IHostedService") || Includes(type);

    // A static holder of its own type, whatever it is called.
    private static bool IsHolder(ISymbol member, INamedTypeSymbol type) => member is IFieldSymbol { IsStatic: true, Type: { } held }
        && (SymbolEqualityComparer.Default.Equals(held, type) || held is INamedTypeSymbol { Name: "Lazy", TypeArguments: [var inner] } && SymbolEqualityComparer.Default.Equals(inner, type));
}
