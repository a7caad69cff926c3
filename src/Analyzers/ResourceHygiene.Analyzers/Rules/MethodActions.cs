using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Rules;

/// <summary>Looks at every declared method by way of its type: for an action on methods the host asks of each of them whether somebody wrote it, which costs more than looking.</summary>
internal static class MethodActions
{
    /// <summary>Has a method told about every method, constructor, accessor and operator that is declared, each part of a partial one by itself.</summary>
    /// <param name="start">The compilation.</param>
    /// <param name="action">Is told the method, what to report to, and what ends the analysis.</param>
    public static void Register(CompilationStartAnalysisContext start, Action<IMethodSymbol, Action<Diagnostic>, CancellationToken> action) =>
        start.RegisterSymbolAction(
            context =>
            {
                var type = (INamedTypeSymbol)context.Symbol;
                // Its type speaks for an extension block.
                if (!type.IsExtensionBlock())
                    Visit(type, context, context.ReportDiagnostic, action);
            },
            SymbolKind.NamedType);

    private static void Visit(INamedTypeSymbol type, SymbolAnalysisContext context, Action<Diagnostic> report, Action<IMethodSymbol, Action<Diagnostic>, CancellationToken> action)
    {
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is INamedTypeSymbol block && block.IsExtensionBlock())
                Visit(block, context, report, action);
            if (member is not IMethodSymbol { IsImplicitlyDeclared: false } method)
                continue;
            context.CancellationToken.ThrowIfCancellationRequested();
            Tell(method);
            if (method.PartialImplementationPart is { } implementation)
                Tell(implementation);
        }

        void Tell(IMethodSymbol method)
        {
            // An IDE asks about one file, and of a partial type there may be others.
            if (context.FilterTree is not { } file || method.Locations.Any(location => location.SourceTree == file))
                action(method, report, context.CancellationToken);
        }
    }
}
