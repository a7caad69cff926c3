using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ResourceHygiene.Analyzers.Contracts;

namespace ResourceHygiene.Analyzers.Ownership;

/// <summary>
/// Recognises constructors and methods in source that make a copy: of the resources that they are given, or called on, they read nothing
/// but numbers, texts and plain data, and what else they do with them is to let them be copied from. What such a member makes needs
/// nobody else alive, and whoever has it cannot release what it was copied from. Thread-safe; memoised for one compilation.
/// </summary>
internal sealed class Copies
{
    private const int MaxDepth = 3;

    // The names of methods that end the object that they are called on.
    private static readonly string[] s_ends = { "Dispose", "Close", "Release", "Free" };

    private readonly ConcurrentDictionary<IMethodSymbol, bool> _known = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableHashSet<string>> _ended = new(SymbolEqualityComparer.Default);
    private readonly Compilation _compilation;
    private readonly Contracts.ResourceTypes _types;

    public Copies(Compilation compilation, Contracts.ResourceTypes types)
    {
        _compilation = compilation;
        _types = types;
    }

    /// <summary>True for a member that copies what it is given and what it is called on.</summary>
    public bool IsMadeBy(IMethodSymbol method) => IsMadeBy((method.ReducedFrom ?? method).OriginalDefinition, depth: 0);

    private bool IsMadeBy(IMethodSymbol method, int depth)
    {
        bool mayBeAnother = method.IsAbstract || ((method.IsVirtual || method.IsOverride) && !method.IsSealed && !method.ContainingType.IsSealed);
        if (depth > MaxDepth || mayBeAnother || method.DeclaringSyntaxReferences.IsEmpty)
            return false;
        if (_known.TryGetValue(method, out bool known))
            return known;
        // What was cut short is asked again by whoever stands nearer to it.
        bool copies = Copied(method, depth);
        if (depth == 0 || copies)
            _known.TryAdd(method, copies);
        return copies;
    }

    private bool Copied(IMethodSymbol method, int depth)
    {
        bool isConstructor = method.MethodKind == MethodKind.Constructor;
        if (!isConstructor && (method.MethodKind != MethodKind.Ordinary || method.IsAsync || _types.TraitsOf(method.ReturnType) is null))
            return false;
        if (method.DeclaringSyntaxReferences[0].GetSyntax() is not BaseMethodDeclarationSyntax declaration || (declaration.Body is null && declaration.ExpressionBody is null))
            return false;
        List<IParameterSymbol> given = method.Parameters.Where(parameter => _types.TraitsOf(parameter.Type) is not null).ToList();
        bool isOfThis = !isConstructor && !method.IsStatic;
        if ((given.Count == 0 && !isOfThis) || method.Parameters.Any(static parameter => parameter.RefKind != RefKind.None || RawTypes.IsRaw(parameter.Type) || RawTypes.IsView(parameter.Type)))
            return false;
        return SourceBodies.OperationOf(declaration, _compilation, cancellation: default) is { } body && body.Descendants().All(operation => operation switch
        {
            // What belongs to an extension block or to a primary constructor is not among what is looked at here.
            IParameterReferenceOperation { Parameter.ContainingSymbol: var owner } when !SymbolEqualityComparer.Default.Equals(owner, method) => false,
            IParameterReferenceOperation mention => !given.Contains(mention.Parameter, SymbolEqualityComparer.Default) || IsCopiedFrom(mention, isConstructor, depth),
            IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } self => !isOfThis || IsCopiedFrom(self, isConstructor, depth),
            IAnonymousFunctionOperation or ILocalFunctionOperation => false,
            _ => true,
        });
    }

    // From a mention outwards, through what is read from it, to where that ends.
    private bool IsCopiedFrom(IOperation mention, bool isConstructor, int depth)
    {
        IOperation current = mention;
        bool isHandle = false;
        while (true)
        {
            if (current != mention && !isHandle && Data.IsData(current.Type, _types))
                return true;
            switch (current.Parent)
            {
                case IConversionOperation { OperatorMethod: null } or IParenthesizedOperation:
                    current = current.Parent;
                    break;
                case IMemberReferenceOperation member and (IFieldReferenceOperation or IPropertyReferenceOperation) when member.Instance == current:
                    // A flag or a text may well be mentioned where the object ends.
                    isHandle = member.Type is not { SpecialType: SpecialType.System_Boolean or SpecialType.System_String } && IsEnded(member.Member, current.Type);
                    current = member;
                    break;
                // other.CopyTo(_rows); not other.Tell(this), other.AddPartsTo(_parts).
                case IInvocationOperation call when call.Instance == current && TakesNothing(call, but: null):
                    if (call.TargetMethod.ReturnsVoid)
                        return true;
                    current = call;
                    break;
                // Rows.Copy(source.Rows, _rows), Guard.NotNull(source); not Link(this, source), Bind(_wire, source).
                case IArgumentOperation { Parent: IInvocationOperation { Instance: null, TargetMethod: { IsStatic: true, ReturnsVoid: true } } call } argument:
                    return TakesNothing(call, but: argument);
                case IArgumentOperation { Parent: IObjectCreationOperation { Constructor: { } made } } argument:
                    return IsWatched(argument) && IsMadeBy(made.OriginalDefinition, depth + 1);
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { MethodKind: MethodKind.Constructor } chained } } argument:
                    return IsWatched(argument) && IsMadeBy(chained.OriginalDefinition, depth + 1);
                case ISimpleAssignmentOperation assignment when assignment.Target == current:
                case IBinaryOperation { OperatorMethod: null }:
                case IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } }:
                case IExpressionStatementOperation or INameOfOperation:
                    return true;
                default:
                    return false;
            }
        }
    }

    // Of what else a constructor is given it is not known what becomes of it.
    private bool IsWatched(IArgumentOperation argument) => _types.TraitsOf(argument.Parameter?.OriginalDefinition.Type) is not null;

    // Into numbers, texts and rows of them nothing is put that refers to what is copied from.
    private bool TakesNothing(IInvocationOperation call, IArgumentOperation? but) =>
        call.Arguments.All(argument => argument == but || argument.ArgumentKind == ArgumentKind.DefaultValue || argument.Value.ConstantValue.HasValue || Data.IsDataOrRows(Unconverted(argument.Value).Type, _types));

    private static IOperation Unconverted(IOperation value)
    {
        while (value is IConversionOperation { OperatorMethod: null, IsImplicit: true } conversion)
            value = conversion.Operand;
        return value;
    }

    // A number that a disposer closes is the resource itself.
    private bool IsEnded(ISymbol member, ITypeSymbol? owner)
    {
        if (owner is not INamedTypeSymbol { DeclaringSyntaxReferences.IsEmpty: false } type)
            return false;
        ImmutableHashSet<string> ended = _ended.GetOrAdd(type.OriginalDefinition, MentionedByDisposers);
        return ended.Contains(member.Name)
            || (member is IPropertySymbol { DeclaringSyntaxReferences: [var property] } && property.GetSyntax().DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => ended.Contains(name.Identifier.ValueText) && IsAllThatIsRead(name)));
    }

    private static ImmutableHashSet<string> MentionedByDisposers(INamedTypeSymbol type) =>
        InjectedMembers.NodesOf(type, cancellation: default)
            .Where(static node => node is DestructorDeclarationSyntax || (node is MethodDeclarationSyntax method && Array.Exists(s_ends, end => method.Identifier.ValueText.StartsWith(end, StringComparison.Ordinal))))
            .SelectMany(static disposer => disposer.DescendantNodes().OfType<IdentifierNameSyntax>())
            .Select(static name => name.Identifier.ValueText)
            .ToImmutableHashSet(StringComparer.Ordinal);

    // Fd => _fd; get { return (int)this._fd; }
    private static bool IsAllThatIsRead(IdentifierNameSyntax name)
    {
        SyntaxNode value = name;
        while (value.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } or CastExpressionSyntax or ParenthesizedExpressionSyntax)
            value = value.Parent;
        return value.Parent is ArrowExpressionClauseSyntax or ReturnStatementSyntax;
    }
}
