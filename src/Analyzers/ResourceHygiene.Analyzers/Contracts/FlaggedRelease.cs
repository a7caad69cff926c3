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
        (string? Name, bool Value) asked = default;
        return MethodOf(type, "Dispose", parameters: 0) is { } statements && IsAllAsked(statements, type, ref asked, depth: 0) && asked.Name is not null && FlagNamed(asked.Name, type) is { } flag
            ? (flag, asked.Value)
            : default;
    }

    private static SyntaxList<StatementSyntax>? MethodOf(INamedTypeSymbol type, string name, int parameters) =>
        type.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault(method => method is { IsStatic: false, IsAbstract: false } && method.Parameters.Length == parameters)
            ?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is MethodDeclarationSyntax { Body.Statements: { Count: > 0 } statements } ? statements : null;

    // True where nothing happens that does not ask the flag first, beside remembering that it has happened.
    private static bool IsAllAsked(SyntaxList<StatementSyntax> statements, INamedTypeSymbol type, ref (string? Name, bool Value) asked, int depth)
    {
        foreach (StatementSyntax statement in statements)
        {
            switch (statement)
            {
                // if (!_owns) return; and whatever follows; if (_isDisposed) return; tells nothing.
                case IfStatementSyntax { Else: null } guard when IsReturn(guard.Statement):
                    if (!Ask(guard.Condition, whenTrue: false, type, ref asked, out bool isOther))
                        break;
                    return !isOther;
                case IfStatementSyntax { Else: null } choice:
                    if (Ask(choice.Condition, whenTrue: true, type, ref asked, out isOther))
                    {
                        if (isOther)
                            return false;
                    }
                    else if (!IsAllAsked(choice.Statement is BlockSyntax block ? block.Statements : SyntaxFactory.SingletonList(choice.Statement), type, ref asked, depth))
                    {
                        return false;
                    }

                    break;
                // Dispose(disposing: true)
                case ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Dispose" }, ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } }] } }:
                    if (depth > 0 || MethodOf(type, "Dispose", parameters: 1) is not { } inner || !IsAllAsked(inner, type, ref asked, depth + 1))
                        return false;
                    break;
                case ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "SuppressFinalize" } } }:
                case ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Right: LiteralExpressionSyntax, Left: IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } } }:
                case ReturnStatementSyntax or EmptyStatementSyntax:
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    // Whether a condition asks a flag that constructors set; "other" where it is not the one that was asked before.
    private static bool Ask(ExpressionSyntax condition, bool whenTrue, INamedTypeSymbol type, ref (string? Name, bool Value) asked, out bool isOther)
    {
        isOther = false;
        foreach ((string name, bool value) in Asked(condition, whenTrue))
        {
            if (FlagNamed(name, type) is null)
                continue;
            isOther = asked.Name is not null && asked != (name, value);
            asked = (name, value);
            return true;
        }

        return false;
    }

    private static bool IsReturn(StatementSyntax statement) =>
        statement is ReturnStatementSyntax or BlockSyntax { Statements: [ReturnStatementSyntax] };

    // The names and the values of the flags without which a condition is not true (or not false).
    private static IEnumerable<(string Name, bool Value)> Asked(ExpressionSyntax condition, bool whenTrue) => condition switch
    {
        ParenthesizedExpressionSyntax inner => Asked(inner.Expression, whenTrue),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => Asked(not.Operand, !whenTrue),
        IdentifierNameSyntax name => new[] { (name.Identifier.ValueText, whenTrue) },
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax name } => new[] { (name.Identifier.ValueText, whenTrue) },
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both when whenTrue => Asked(both.Left, whenTrue).Concat(Asked(both.Right, whenTrue)),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } either when !whenTrue => Asked(either.Left, whenTrue).Concat(Asked(either.Right, whenTrue)),
        _ => Array.Empty<(string, bool)>(),
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
