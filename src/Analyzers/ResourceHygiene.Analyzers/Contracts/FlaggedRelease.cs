using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>
/// Types in source whose Dispose asks a flag first that only their constructors set: <c>if (_isPooled) pool.Return(_buffer);</c>.
/// What is made with the flag down owes nothing. Thread-safe; memoised for one compilation.
/// </summary>
internal sealed class FlaggedRelease
{
    // A constructor that calls another one that calls another one.
    private const int MaxDepth = 3;

    private readonly ConcurrentDictionary<INamedTypeSymbol, (ISymbol? Flag, bool Value)> _flags = new(SymbolEqualityComparer.Default);
    private readonly Compilation _compilation;

    public FlaggedRelease(Compilation compilation) => _compilation = compilation;

    /// <summary>True where a creation sets the flag such that Dispose does nothing.</summary>
    public bool IsOff(IObjectCreationOperation creation) =>
        creation is { Constructor: { } constructor, Type: INamedTypeSymbol { DeclaringSyntaxReferences.IsEmpty: false } type }
        && _flags.GetOrAdd(type.OriginalDefinition, Find) is { Flag: { } flag } asked
        && !(creation.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>().Any(set => set.Target is IMemberReferenceOperation { Member.Name: { } name } && name == flag.Name) == true)
        && ValueIn(constructor.OriginalDefinition, flag, parameter => ConstantOf(creation.Arguments, parameter), depth: 0) is { } value
        && value != asked.Value;

    private static bool? ConstantOf(ImmutableArray<IArgumentOperation> arguments, IParameterSymbol parameter) =>
        arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal)?.Value.ConstantValue is { HasValue: true, Value: bool constant } ? constant : null;

    private static (ISymbol? Flag, bool Value) Find(INamedTypeSymbol type)
    {
        if (type.GetMembers("Dispose").OfType<IMethodSymbol>().FirstOrDefault(static method => method is { Parameters.IsEmpty: true, IsStatic: false, IsAbstract: false })
                ?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not MethodDeclarationSyntax { Body.Statements: { Count: > 0 } statements })
        {
            return default;
        }

        (string? Name, bool Value) asked = default;
        for (int i = 0; i < statements.Count; i++)
        {
            StatementSyntax statement = statements[i];
            // if (!_owns) return; and whatever follows.
            if (statement is IfStatementSyntax { Else: null } guard && i == 0 && IsReturn(guard.Statement) && Asked(guard.Condition, whenTrue: false) is { Name: not null } other)
            {
                asked = other;
                break;
            }

            if (statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SuppressFinalize" } } })
                continue;
            if (statement is not IfStatementSyntax { Else: null } choice || Asked(choice.Condition, whenTrue: true) is not { Name: not null } found || (asked.Name is not null && asked != found))
                return default;
            asked = found;
        }

        return asked.Name is not null && FlagNamed(asked.Name, type) is { } flag ? (flag, asked.Value) : default;
    }

    private static bool IsReturn(StatementSyntax statement) =>
        statement is ReturnStatementSyntax or BlockSyntax { Statements: [ReturnStatementSyntax] };

    // The name and the value of a flag without which a condition is not true (or not false).
    private static (string? Name, bool Value) Asked(ExpressionSyntax condition, bool whenTrue) => condition switch
    {
        ParenthesizedExpressionSyntax inner => Asked(inner.Expression, whenTrue),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => Asked(not.Operand, !whenTrue),
        IdentifierNameSyntax name => (name.Identifier.ValueText, whenTrue),
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax name } => (name.Identifier.ValueText, whenTrue),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both when whenTrue => Asked(both.Left, whenTrue) is { Name: not null } left ? left : Asked(both.Right, whenTrue),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } either when !whenTrue => Asked(either.Left, whenTrue) is { Name: not null } left ? left : Asked(either.Right, whenTrue),
        _ => default,
    };

    // A bool that nothing but constructors and initializers set.
    private static ISymbol? FlagNamed(string name, INamedTypeSymbol type)
    {
        ISymbol? flag = type.GetMembers(name).FirstOrDefault(static member => member is IFieldSymbol { IsStatic: false, Type.SpecialType: SpecialType.System_Boolean }
            or IPropertySymbol { IsStatic: false, IsVirtual: false, Type.SpecialType: SpecialType.System_Boolean });
        bool isSetHere = flag switch
        {
            IFieldSymbol { IsReadOnly: true } => true,
            IFieldSymbol { DeclaredAccessibility: Accessibility.Private } => true,
            IPropertySymbol { SetMethod: null or { IsInitOnly: true } or { DeclaredAccessibility: Accessibility.Private } } property => IsAuto(property),
            _ => false,
        };
        return isSetHere && !type.DeclaringSyntaxReferences.Any(part => part.GetSyntax().DescendantNodes().Any(node => IsLaterWrite(node, name))) ? flag : null;
    }

    private static bool IsAuto(IPropertySymbol property) =>
        property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));

    private static bool IsLaterWrite(SyntaxNode node, string name) => node switch
    {
        AssignmentExpressionSyntax { Left: var left } => Sets(left, name) && node.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is null,
        ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument => NameOf(argument.Expression) == name,
        _ => false,
    };

    private static bool Sets(ExpressionSyntax target, string name) =>
        target is TupleExpressionSyntax tuple ? tuple.Arguments.Any(part => Sets(part.Expression, name)) : NameOf(target) == name;

    // (_stream, _owns) = (stream, owns)
    private static ExpressionSyntax? GivenBy(AssignmentExpressionSyntax write, string name)
    {
        if (write.Left is not TupleExpressionSyntax targets)
            return write.Right;
        return write.Right is TupleExpressionSyntax values && values.Arguments.Count == targets.Arguments.Count
            ? values.Arguments.Zip(targets.Arguments, static (value, target) => (Value: value.Expression, Target: target.Expression)).FirstOrDefault(pair => NameOf(pair.Target) == name).Value
            : null;
    }

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Name: IdentifierNameSyntax name } => name.Identifier.ValueText,
        _ => null,
    };

    // What a constructor leaves in the flag; null where that is not known.
    private bool? ValueIn(IMethodSymbol constructor, ISymbol flag, Func<IParameterSymbol, bool?> valueOf, int depth)
    {
        SyntaxNode? declaration = constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        if (declaration is ConstructorDeclarationSyntax written)
        {
            List<AssignmentExpressionSyntax> writes = written.DescendantNodes().OfType<AssignmentExpressionSyntax>().Where(write => Sets(write.Left, flag.Name)).ToList();
            if (writes.Count == 1 && (writes[0].Parent is ArrowExpressionClauseSyntax || (writes[0].Parent is ExpressionStatementSyntax statement && statement.Parent == written.Body)))
                return GivenBy(writes[0], flag.Name) is { } given ? ValueOf(given, constructor, valueOf) : null;
            if (writes.Count > 0 || depth > MaxDepth)
                return null;
            if (written.Initializer is { RawKind: (int)SyntaxKind.ThisConstructorInitializer } chained)
                return ValueInChained(chained, constructor, flag, valueOf, depth);
        }
        else if (declaration is not null and not TypeDeclarationSyntax)
        {
            return null;
        }

        ExpressionSyntax? initial = flag.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() switch
        {
            VariableDeclaratorSyntax { Initializer.Value: { } value } => value,
            PropertyDeclarationSyntax { Initializer.Value: { } value } => value,
            _ => null,
        };
        return initial is null ? false : ValueOf(initial, constructor, valueOf);
    }

    private bool? ValueInChained(ConstructorInitializerSyntax chained, IMethodSymbol constructor, ISymbol flag, Func<IParameterSymbol, bool?> valueOf, int depth)
    {
        if (!_compilation.ContainsSyntaxTree(chained.SyntaxTree)
            || _compilation.GetSemanticModel(chained.SyntaxTree).GetOperation(chained) is not IInvocationOperation { TargetMethod: { } next, Arguments: var arguments })
        {
            return null;
        }

        return ValueIn(next.OriginalDefinition, flag, Passed, depth + 1);

        bool? Passed(IParameterSymbol parameter) => ConstantOf(arguments, parameter)
            ?? (arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal)?.Value is IParameterReferenceOperation handed ? valueOf(constructor.Parameters[handed.Parameter.Ordinal]) : null);
    }

    private static bool? ValueOf(ExpressionSyntax value, IMethodSymbol constructor, Func<IParameterSymbol, bool?> valueOf) => value switch
    {
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } => true,
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression } => false,
        ParenthesizedExpressionSyntax inner => ValueOf(inner.Expression, constructor, valueOf),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => !ValueOf(not.Operand, constructor, valueOf),
        IdentifierNameSyntax name when constructor.Parameters.FirstOrDefault(parameter => parameter.Name == name.Identifier.ValueText) is { } parameter => valueOf(parameter),
        _ => null,
    };
}
