using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Contracts;
using ResourceHygiene.Shared;

namespace ResourceHygiene.Analyzers.Ownership.Owners;

/// <summary>RH2005: an override of a disposer that never runs what it overrides, although that releases something.</summary>
internal static class BaseReleases
{
    // Virtual and empty: nothing is lost.
    private static readonly string[] s_idleBases =
    {
        "System.IO.Stream", "System.IO.TextReader", "System.IO.TextWriter", "System.Net.Http.HttpMessageHandler", "Microsoft.AspNetCore.Mvc.Controller",
        "System.Data.Common.DbTransaction", "System.Data.Common.DbBatch", "System.Data.Common.DbDataSource", "System.Threading.RateLimiting.RateLimiter",
        "System.IO.UnmanagedMemoryAccessor", "Microsoft.EntityFrameworkCore.Storage.RelationalTransaction",
    };

    public static IEnumerable<OwnerFinding> Find(INamedTypeSymbol type, CancellationToken cancellation)
    {
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is not IMethodSymbol { IsOverride: true, IsAbstract: false, Name: "Dispose" or "DisposeAsync" or "DisposeAsyncCore", OverriddenMethod: { } overridden } method || !IsDisposer(method)
                || !DoesSomething(type, overridden, cancellation) || BodyOf(method, cancellation) is not { } declaration || IsDeliberate(declaration) || DoesItsWork(type, declaration) || ReachesBase(type, declaration, overridden, cancellation))
            {
                continue;
            }

            yield return new OwnerFinding(OwnerFindingKind.BaseNotCalled, OwnerAnalysis.LocationOf(method), type, method.Name, ResourceTier.Normal)
            {
                Other = overridden.ContainingType.Name,
                Detail = method.Parameters.Length == 1 ? method.Parameters[0].Name : "",
            };
        }
    }

    private static bool IsDisposer(IMethodSymbol method) =>
        method.Parameters.IsEmpty || (method.Name == "Dispose" && method.Parameters is [{ Type.SpecialType: SpecialType.System_Boolean }]);

    private static bool DoesSomething(INamedTypeSymbol type, IMethodSymbol overridden, CancellationToken cancellation)
    {
        IMethodSymbol current = overridden;
        while (true)
        {
            if (current.IsAbstract)
                return false;
            if (current.DeclaringSyntaxReferences.IsEmpty)
                // DisposeAsync in the base class library does what Dispose does, which the override does in its own way.
                return current.Name == "Dispose" && !s_idleBases.Any(current.ContainingType.HasFullName) && !IsDataAccess(type);
            if (BodyOf(current, cancellation) is not { } declaration || IsIdle(declaration))
                return false;
            if (!EmptyRelease.OnlyCallsBase(current))
                return true;
            if (current.OverriddenMethod is not { } next)
                return false;
            current = next;
        }
    }

    // Providers implement these classes; what they inherit is Component's event, which nobody misses.
    private static bool IsDataAccess(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.Name.StartsWith("Db", StringComparison.Ordinal) && current.ContainingNamespace is { Name: "Common", ContainingNamespace.Name: "Data" })
                return true;
        }

        return false;
    }

    private static MethodDeclarationSyntax? BodyOf(IMethodSymbol method, CancellationToken cancellation) =>
        method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is MethodDeclarationSyntax declaration && (declaration.Body is not null || declaration.ExpressionBody is not null)
            ? declaration
            : null;

    // Nothing but what every implementation does: SuppressFinalize, and setting a flag.
    private static bool IsIdle(MethodDeclarationSyntax declaration)
    {
        if (declaration.ExpressionBody is { Expression: { } expression })
            return expression is LiteralExpressionSyntax or DefaultExpressionSyntax or ThrowExpressionSyntax || expression.ToString() is "ValueTask.CompletedTask" or "Task.CompletedTask";
        return declaration.Body!.Statements.All(static statement => statement switch
        {
            ReturnStatementSyntax => true,
            ThrowStatementSyntax => true,
            ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SuppressFinalize" } } } => true,
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Right: LiteralExpressionSyntax } } => true,
            _ => false,
        });
    }

    // An empty body, or one that throws: the class exists to keep its base from being disposed.
    private static bool IsDeliberate(MethodDeclarationSyntax declaration) => IsIdle(declaration);

    // Lets go of what the base class declares, or of a safe handle by ReleaseHandle: what the base would do is done here.
    private static bool DoesItsWork(INamedTypeSymbol type, MethodDeclarationSyntax declaration) =>
        declaration.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => call.Expression switch
        {
            IdentifierNameSyntax { Identifier.ValueText: "ReleaseHandle" } => true,
            MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax receiver } access => OutsideUses.IsReleaseName(access.Name.Identifier.ValueText) && IsInherited(type, receiver.Identifier.ValueText),
            MemberBindingExpressionSyntax binding => call.Parent is ConditionalAccessExpressionSyntax { Expression: IdentifierNameSyntax receiver }
                && OutsideUses.IsReleaseName(binding.Name.Identifier.ValueText) && IsInherited(type, receiver.Identifier.ValueText),
            _ => false,
        });

    private static bool IsInherited(INamedTypeSymbol type, string name)
    {
        if (!type.GetMembers(name).IsEmpty)
            return false;
        for (INamedTypeSymbol? current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (current.GetMembers(name).Any(static member => member is IFieldSymbol or IPropertySymbol))
                return true;
        }

        return false;
    }

    private static bool ReachesBase(INamedTypeSymbol type, MethodDeclarationSyntax declaration, IMethodSymbol overridden, CancellationToken cancellation)
    {
        ILookup<string, MethodDeclarationSyntax> methods = type.DeclaringSyntaxReferences
            .Select(part => part.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>().SelectMany(static part => part.Members).OfType<MethodDeclarationSyntax>()
            .ToLookup(static method => method.Identifier.ValueText, StringComparer.Ordinal);
        var seen = new HashSet<SyntaxNode>();
        var pending = new Queue<MethodDeclarationSyntax>();
        pending.Enqueue(declaration);
        while (pending.Count > 0)
        {
            MethodDeclarationSyntax current = pending.Dequeue();
            if (!seen.Add(current))
                continue;
            foreach (SyntaxNode node in current.DescendantNodes())
            {
                if (node is MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax } access && DisposerNames.IsDisposer(access.Name.Identifier.ValueText)
                    && !IsLesser(access.Name.Identifier.ValueText, overridden, cancellation))
                {
                    return true;
                }

                if (node is not IdentifierNameSyntax { Parent: not MemberBindingExpressionSyntax } called)
                    continue;
                foreach (MethodDeclarationSyntax next in methods[called.Identifier.ValueText])
                    pending.Enqueue(next);
            }
        }

        return false;
    }

    // Dispose() { Close(); } where Close calls base.Close(), which closes less than base.Dispose() does: told where both name
    // what they release, and neither leaves that to others.
    private static bool IsLesser(string called, IMethodSymbol overridden, CancellationToken cancellation)
    {
        if (called == overridden.Name || BodyOf(overridden, cancellation) is not { } whole
            || overridden.ContainingType.GetMembers(called).OfType<IMethodSymbol>().ToArray() is not [{ } other] || BodyOf(other, cancellation) is not { } part
            || ReleasedIn(whole) is not { } all || ReleasedIn(part) is not { } some)
        {
            return false;
        }

        return !all.IsSubsetOf(some);
    }

    // Null where it calls methods of its own, which may release anything.
    private static HashSet<string>? ReleasedIn(MethodDeclarationSyntax disposer)
    {
        var released = new HashSet<string>(StringComparer.Ordinal);
        foreach (InvocationExpressionSyntax call in disposer.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            (ExpressionSyntax? receiver, string name) = call.Expression switch
            {
                MemberAccessExpressionSyntax access => (access.Expression, access.Name.Identifier.ValueText),
                MemberBindingExpressionSyntax binding => ((call.Parent as ConditionalAccessExpressionSyntax)?.Expression, binding.Name.Identifier.ValueText),
                _ => (null, ""),
            };
            if (receiver is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own)
                receiver = own.Name;
            if (receiver is not IdentifierNameSyntax member)
                return null;
            if (OutsideUses.IsReleaseName(name))
                released.Add(member.Identifier.ValueText);
        }

        return released;
    }
}
