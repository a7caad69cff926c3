using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>
/// Recognises, by their text alone, classes in source of which no Dispose, their own or one that they inherit, does more than remember
/// that it ran. What is created of exactly such a class owes nothing; a derived class may. Thread-safe; memoised for one compilation.
/// </summary>
internal sealed class IdleRelease
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _known = new(SymbolEqualityComparer.Default);

    /// <summary>True where an object of exactly that class lets go of nothing when it is disposed.</summary>
    public bool OfCreated(ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class, DeclaringSyntaxReferences.IsEmpty: false } made
        && _known.GetOrAdd(made.OriginalDefinition, static asked => IsAllIdle(asked, new Effects(released: null)));

    /// <summary>The only member that an object of exactly that class releases when it is disposed, if it does nothing else then; null for all other classes.</summary>
    public static string? OnlyReleased(INamedTypeSymbol type)
    {
        var released = new HashSet<string>(StringComparer.Ordinal);
        return type.TypeKind == TypeKind.Class && IsAllIdle(type, new Effects(released)) && released.Count == 1 ? released.First() : null;
    }

    private static bool IsAllIdle(INamedTypeSymbol type, Effects effects)
    {
        bool isOverridden = false, isDeclared = false;
        var chain = new List<INamedTypeSymbol>();
        INamedTypeSymbol? current = type;
        for (; current is { DeclaringSyntaxReferences.IsEmpty: false }; current = current.BaseType)
        {
            chain.Add(current);
            foreach (IMethodSymbol method in current.GetMembers().OfType<IMethodSymbol>())
            {
                string name = method.Name.Substring(method.Name.LastIndexOf('.') + 1);
                // A static Dispose(bool) is what Dispose(true) may call.
                if (name is not ("Dispose" or "DisposeAsync" or "DisposeAsyncCore" or "Close") || (method.IsStatic && method.Parameters is not [{ Type.SpecialType: SpecialType.System_Boolean }]))
                    continue;
                if (name != "Dispose" || method.IsImplicitlyDeclared || !(method.IsAbstract ? isOverridden : IsIdle(method, effects)))
                    return false;
                isDeclared = true;
                isOverridden |= method is { IsOverride: true, Parameters.Length: 1 };
            }
        }

        return isDeclared && (current is { SpecialType: SpecialType.System_Object } || (isOverridden && LeavesItToDerived(current)))
            && effects.Flags.All(flag => IsOwn(flag, chain) && !IsWatched(flag, chain));
    }

    // protected abstract void Dispose(bool disposing), or one of which it is known that it does nothing.
    private static bool LeavesItToDerived(INamedTypeSymbol? type) =>
        type is { Name: "Stream" or "TextReader" or "TextWriter", ContainingNamespace.Name: "IO" }
        || type?.GetMembers("Dispose").OfType<IMethodSymbol>().Any(static method => method is { IsAbstract: true, Parameters.Length: 1 }) == true;

    // What a setter with a body does, nobody looked at.
    private static bool IsOwn(string flag, List<INamedTypeSymbol> chain)
    {
        List<ISymbol> members = chain.SelectMany(type => type.GetMembers(flag)).ToList();
        return members.Count > 0 && members.TrueForAll(static member => member is IFieldSymbol || AutoProperty.IsOne(member));
    }

    // while (!_isDisposed) Poll(); setting it ends a thread. So may what reads it by way of a property, or in a lambda.
    private static bool IsWatched(string flag, List<INamedTypeSymbol> chain)
    {
        List<SyntaxNode> parts = chain.SelectMany(static type => type.DeclaringSyntaxReferences).Select(static part => part.GetSyntax()).ToList();
        var names = new HashSet<string>(StringComparer.Ordinal) { flag };
        names.UnionWith(parts.SelectMany(static part => part.DescendantNodes()).OfType<PropertyDeclarationSyntax>()
            .Where(property => property.Type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.BoolKeyword } && Mentions(property, flag)).Select(static property => property.Identifier.ValueText));
        return parts.SelectMany(static part => part.DescendantNodes()).OfType<IdentifierNameSyntax>().Any(name => names.Contains(name.Identifier.ValueText)
            && name.Ancestors().Any(static around => around is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax
                or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax));
    }

    private static bool Mentions(SyntaxNode node, string name) => node.DescendantNodes().Any(inner => inner is IdentifierNameSyntax { Identifier.ValueText: var named } && named == name);

    private static bool IsIdle(IMethodSymbol method, Effects effects) =>
        method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is MethodDeclarationSyntax declaration
        && (declaration.Body is { } block ? IsIdle(block, effects) : declaration.ExpressionBody is { } arrow && IsIdle(arrow.Expression, effects));

    private static bool IsIdle(StatementSyntax? statement, Effects effects) => statement switch
    {
        null or EmptyStatementSyntax or ReturnStatementSyntax { Expression: null } => true,
        BlockSyntax block => block.Statements.All(inner => IsIdle(inner, effects)),
        IfStatementSyntax choice => AsksOnly(choice.Condition) && IsIdle(choice.Statement, effects) && IsIdle(choice.Else?.Statement, effects),
        ExpressionStatementSyntax { Expression: var expression } => IsIdle(expression, effects),
        _ => false,
    };

    private static bool IsIdle(ExpressionSyntax expression, Effects effects) => expression switch
    {
        InvocationExpressionSyntax
        {
            Expression: IdentifierNameSyntax { Identifier.ValueText: "Dispose" }
                or MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax or ThisExpressionSyntax, Name.Identifier.ValueText: "Dispose" },
        } call => IsOfPattern(call),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SuppressFinalize" } } => true,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Dispose" } access, ArgumentList.Arguments.Count: 0 } => effects.Release(NameOf(access.Expression)),
        ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Dispose" } } } access => effects.Release(NameOf(access.Expression)),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: LiteralExpressionSyntax } assignment => effects.Set(NameOf(assignment.Left)),
        _ => false,
    };

    // Dispose(true), base.Dispose(disposing): each is looked at by itself. Dispose(ref _file) is none of them.
    private static bool IsOfPattern(InvocationExpressionSyntax call) => call.ArgumentList.Arguments.Count == 0
        || (call.ArgumentList.Arguments is [{ RefKindKeyword.RawKind: 0, Expression: var given }]
            && (given.Kind() is SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression
                || (given is IdentifierNameSyntax { Identifier.ValueText: var name } && given.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method
                    && method.ParameterList.Parameters.Any(parameter => parameter.Identifier.ValueText == name && parameter.Type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.BoolKeyword }))));

    private static bool AsksOnly(ExpressionSyntax condition) => condition.DescendantNodesAndSelf().All(static node => node is IdentifierNameSyntax or ThisExpressionSyntax
        or MemberAccessExpressionSyntax or ParenthesizedExpressionSyntax or LiteralExpressionSyntax or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression });

    private static string? NameOf(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax name } => name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>What the disposers of one class do.</summary>
    private sealed class Effects
    {
        private readonly HashSet<string>? _released;

        /// <param name="released">Where to put what is released; null where nothing may be.</param>
        public Effects(HashSet<string>? released) => _released = released;

        /// <summary>What they set to remember that they ran.</summary>
        public HashSet<string> Flags { get; } = new(StringComparer.Ordinal);

        public bool Release(string? member)
        {
            if (_released is null || member is null)
                return false;
            _released.Add(member);
            return true;
        }

        // A flag with another name may tell a thread to stop.
        public bool Set(string? member)
        {
            if (member is null || (member.IndexOf("dispos", StringComparison.OrdinalIgnoreCase) < 0 && member.IndexOf("closed", StringComparison.OrdinalIgnoreCase) < 0))
                return false;
            Flags.Add(member);
            return true;
        }
    }
}
