using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Fields and properties in source that read what is stored in the object and what its release leaves alone: they answer after the
/// release what they answered before it.
/// </summary>
internal static class StoredAnswers
{
    private static readonly string[] s_releaseNames = { "Dispose", "DisposeAsync", "DisposeAsyncCore", "Close", "CloseAsync" };

    // Names of calls that keep an object for its next use.
    private static readonly string[] s_recycling = { "Add", "TryAdd", "Push", "Enqueue", "Return", "Recycle", "Reuse", "Put", "Store", "Write", "TryWrite" };

    private static readonly string[] s_freeing = { "Close", "Free", "Release", "Destroy", "Delete", "Dispose", "Return" };

    public static bool IsOne(IPropertySymbol property, CancellationToken cancellation)
    {
        bool mayBeOverridden = property.IsVirtual || property.IsAbstract || (property.IsOverride && !property.IsSealed && !property.ContainingType.IsSealed);
        if (mayBeOverridden || property.IsExtern || property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not PropertyDeclarationSyntax declaration)
            return false;
        HashSet<string> read = AutoProperty.IsOne(declaration) ? new(StringComparer.Ordinal) { property.Name }
            : ReadBy(declaration) is { } expression && expression.DescendantNodesAndSelf().All(IsRead) ? NamesIn(expression)
            : new();
        return read.Count > 0 && IsLeftAlone(read, property.Type, property.ContainingType, cancellation);
    }

    public static bool IsOne(IFieldSymbol field, CancellationToken cancellation) =>
        !field.IsStatic && !field.DeclaringSyntaxReferences.IsEmpty && IsLeftAlone(new(StringComparer.Ordinal) { field.Name }, field.Type, field.ContainingType, cancellation);

    private static bool IsLeftAlone(HashSet<string> read, ITypeSymbol answer, INamedTypeSymbol type, CancellationToken cancellation)
    {
        string? named = OwnershipAttributes.ReleaseMethod(type);
        var texts = new Queue<SyntaxNode>(ReleasesOf(type, named, cancellation));
        var followed = new HashSet<string>(StringComparer.Ordinal);
        while (texts.Count > 0)
        {
            SyntaxNode text = texts.Dequeue();
            if (LostIn(text, read, answer).Overlaps(read))
                return false;
            foreach (SyntaxNode node in text.DescendantNodes())
            {
                if (HandsOn(node) || (OwnCall(node) is { } called && !IsDisposer(called, named) && followed.Add(called) && !Follow(called, type, texts, cancellation)))
                    return false;
            }
        }

        return true;
    }

    // s_pool.Add(this): the object may be somebody else's by then. _owner.Remove(this) takes it off a list and leaves it as it is.
    private static bool HandsOn(SyntaxNode node) => node is ArgumentSyntax { Expression: ThisExpressionSyntax, Parent.Parent: InvocationExpressionSyntax { Expression: var called } }
        && (called as MemberAccessExpressionSyntax)?.Name.Identifier.ValueText is { } name && s_recycling.Any(word => name.StartsWith(word, StringComparison.Ordinal));

    // Reset(), this.Reset(), base.Reset()
    private static string? OwnCall(SyntaxNode node) => node switch
    {
        InvocationExpressionSyntax { Expression: SimpleNameSyntax { Identifier.ValueText: var name } } => name,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax, Name.Identifier.ValueText: var name } } => name,
        _ => null,
    };

    // What is not the object's own, such as a function by 'using static', does not know the object. False where a method of its own cannot be read.
    private static bool Follow(string called, INamedTypeSymbol type, Queue<SyntaxNode> texts, CancellationToken cancellation)
    {
        for (INamedTypeSymbol? current = type; current is not null and not { SpecialType: SpecialType.System_Object }; current = current.BaseType)
        {
            foreach (ISymbol member in current.GetMembers(called))
            {
                if (member is not IMethodSymbol { IsAbstract: false, DeclaringSyntaxReferences: { IsEmpty: false } declarations } method)
                    return false;
                if (!method.IsStatic)
                {
                    foreach (SyntaxReference declaration in declarations)
                        texts.Enqueue(declaration.GetSyntax(cancellation));
                }
            }
        }

        return true;
    }

    private static bool IsDisposer(string name, string? named) => name == named || s_releaseNames.Contains(name, StringComparer.Ordinal);

    private static ExpressionSyntax? ReadBy(PropertyDeclarationSyntax declaration)
    {
        if (declaration.ExpressionBody is { Expression: var expression })
            return expression;
        AccessorDeclarationSyntax? getter = declaration.AccessorList?.Accessors.FirstOrDefault(static accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration));
        return getter?.ExpressionBody?.Expression
            ?? (getter?.Body is { Statements: { Count: 1 } statements } ? (statements[0] as ReturnStatementSyntax)?.Expression : null);
    }

    // Names, members, literals and what chooses between them; whatever calls something may ask whether the object is still alive.
    private static bool IsRead(SyntaxNode node) => node is IdentifierNameSyntax or ThisExpressionSyntax or MemberAccessExpressionSyntax or LiteralExpressionSyntax
        or ParenthesizedExpressionSyntax or ConditionalExpressionSyntax or ConditionalAccessExpressionSyntax or MemberBindingExpressionSyntax
        or CastExpressionSyntax or PredefinedTypeSyntax or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression };

    private static HashSet<string> NamesIn(SyntaxNode node) =>
        new(node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(static name => name.Identifier.ValueText), StringComparer.Ordinal);

    // _isDisposed = true is what such a property is there to tell of.
    private static HashSet<string> LostIn(SyntaxNode release, HashSet<string> read, ITypeSymbol answer)
    {
        // Memory is given back by those who only mention it: Free(_state.Pointer).
        HashSet<string> names = RawTypes.IsRaw(answer) || answer is IArrayTypeSymbol ? NamesIn(release)
            : new(release.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Where(name => IsTouched(name, read, answer)).Select(static name => name.Identifier.ValueText), StringComparer.Ordinal);
        names.ExceptWith(release.DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .Where(static assignment => assignment.Right.Kind() is SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression)
            .Select(static assignment => assignment.Left).OfType<IdentifierNameSyntax>().Select(static flag => flag.Identifier.ValueText));
        return names;
    }

    // if (_sum != null) Write(_sum.Result): what is asked about, or has a member read, stays as it is; called, assigned or passed on it may not.
    private static bool IsTouched(IdentifierNameSyntax name, HashSet<string> read, ITypeSymbol answer)
    {
        ExpressionSyntax mention = name;
        if (name.Parent is MemberAccessExpressionSyntax own && own.Name == name)
        {
            if (own.Expression is not ThisExpressionSyntax)
                return own.Parent is AssignmentExpressionSyntax write && write.Left == own;
            mention = own;
        }

        return mention.Parent switch
        {
            MemberAccessExpressionSyntax part => IsChanged(part) || IsGone(part, part.Name, read, answer),
            ConditionalAccessExpressionSyntax part => part.WhenNotNull is not MemberBindingExpressionSyntax { Name: { } member } || IsChanged(part) || IsGone(part, member, read, answer),
            BinaryExpressionSyntax { RawKind: not (int)SyntaxKind.CoalesceExpression and not (int)SyntaxKind.AsExpression } or IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax or UnaryPatternSyntax { Pattern: ConstantPatternSyntax } } => false,
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } or IfStatementSyntax => false,
            _ => true,
        };
    }

    // _sum.Clear(), _sum.Count--, Exchange(ref _sum.Buffer, null), foreach (var part in _sum.Parts): more than a look.
    private static bool IsChanged(ExpressionSyntax part) => part.Parent switch
    {
        InvocationExpressionSyntax or MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax or ElementAccessExpressionSyntax or PostfixUnaryExpressionSyntax or RefExpressionSyntax or CommonForEachStatementSyntax or UsingStatementSyntax => true,
        AssignmentExpressionSyntax write => write.Left == part,
        ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None),
        PrefixUnaryExpressionSyntax prefix => prefix.RawKind is (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression or (int)SyntaxKind.AddressOfExpression,
        _ => false,
    };

    // What the answer itself is made of may be released by whoever gets it; a number or a text only by name, as in close(_state.Descriptor).
    private static bool IsGone(ExpressionSyntax part, SimpleNameSyntax member, HashSet<string> read, ITypeSymbol answer)
    {
        if (!read.Contains(member.Identifier.ValueText) || part.Parent is BinaryExpressionSyntax or IsPatternExpressionSyntax)
            return false;
        if (answer is not ({ SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_String } or { TypeKind: TypeKind.Enum }))
            return true;
        string? called = part.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: { } function } }
            ? ((function as MemberAccessExpressionSyntax)?.Name ?? function as SimpleNameSyntax)?.Identifier.ValueText
            : null;
        return called is not null && Array.Exists(s_freeing, word => called.StartsWith(word, StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<SyntaxNode> ReleasesOf(INamedTypeSymbol type, string? named, CancellationToken cancellation) =>
        type.GetMembers().OfType<IMethodSymbol>()
            .Where(method => IsDisposer(method.Name.Substring(method.Name.LastIndexOf('.') + 1), named) || method.MethodKind == MethodKind.Destructor)
            .SelectMany(static method => method.DeclaringSyntaxReferences)
            .Select(reference => reference.GetSyntax(cancellation));
}
