using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Shared.WorkerCommands;

/// <summary>How a member of an object gets its value again.</summary>
internal enum CrossingWay
{
    /// <summary>Through the constructor.</summary>
    Parameter,

    /// <summary>In the object's initializer: what is <c>init</c> or <c>required</c>.</summary>
    Initializer,

    /// <summary>By assignment.</summary>
    Assignment,
}

/// <summary>A property or field of an object that crosses, unless there is an obstacle in what is said about it.</summary>
internal sealed record CrossingMember(ISymbol Symbol, ITypeSymbol Type, CrossingWay Way, INamedTypeSymbol? ConverterType, CrossingObstacle? Obstacle);

/// <summary>What of an object crosses, and how the object is made again from it.</summary>
/// <param name="Constructor">The constructor; null for a structure's default value.</param>
/// <param name="Members">All that crosses: first the constructor's, in its order.</param>
internal sealed record CrossingObject(IMethodSymbol? Constructor, ImmutableArray<CrossingMember> Members)
{
    private const string Serialization = "System.Text.Json.Serialization.";

    /// <summary>How objects of a type are made, or what stops that.</summary>
    /// <param name="type">The type.</param>
    /// <param name="within">The assembly that the generated code stands in.</param>
    /// <param name="obstacle">What stops it.</param>
    public static CrossingObject? Of(INamedTypeSymbol type, IAssemblySymbol within, out CrossingObstacle? obstacle)
    {
        obstacle = null;
        // Names that somebody gave to a tuple's elements are fields of their own to the compiler.
        type = type.TupleUnderlyingType ?? type;
        if (Bases(type).SelectMany(static current => current.GetMembers()).FirstOrDefault(member => IsIncluded(member) && !CanBeReached(member, within)) is { } included)
        {
            obstacle = new($"made without its member '{included.Name}', which is private and marked [JsonInclude]; make it internal");
            return null;
        }

        if (ShownBy(type, within).FirstOrDefault(member => !CanBeRead(member, within) && (member is IPropertySymbol { SetMethod: not null } || IsStored(member))) is { } unreadable)
        {
            obstacle = new($"made without its member '{unreadable.Name}', which cannot be read; make its getter internal, or mark it [JsonIgnore]");
            return null;
        }

        List<ISymbol> members = ShownBy(type, within).FindAll(member => CanBeRead(member, within));
        CrossingObstacle? first = null;
        CrossingObject? best = null;
        foreach (IMethodSymbol? constructor in ConstructorsOf(type, within))
        {
            CrossingObject? complete = Complete(type, constructor, members, within, out CrossingObstacle? missing);
            // What only tells of its state cannot be made again from nothing.
            if (complete is { Members.IsEmpty: true } && HasHiddenState(type))
            {
                complete = null;
                missing = new($"a {(type.IsValueType ? "structure" : "class")} whose state is private; give it public properties, or send another type that has them");
            }

            first ??= missing;
            // Of a type in another assembly one does not see what is only computed: the more comes back, the better.
            if (complete is not null && (best is null || complete.Members.Length > best.Members.Length))
                best = complete;
        }

        if (best is not null)
            return best;

        obstacle = first ?? new("without a constructor that can be called; make one public, or mark it [JsonConstructor]");
        return null;
    }

    /// <summary>Public properties and fields, those of bases too; what is overridden or hidden counts once.</summary>
    private static List<ISymbol> ShownBy(INamedTypeSymbol type, IAssemblySymbol within)
    {
        List<ISymbol> members = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (INamedTypeSymbol current in Bases(type))
        {
            foreach (ISymbol member in current.GetMembers())
            {
                bool isState = member is IPropertySymbol { IsIndexer: false, GetMethod: not null } or IFieldSymbol { IsConst: false, AssociatedSymbol: null };
                if (isState && !member.IsStatic && IsShown(member, within) && !IsIgnored(member) && names.Add(member.Name) && !IsRecordContract(member))
                    members.Add(member);
            }
        }

        return members;
    }

    private static IEnumerable<IMethodSymbol?> ConstructorsOf(INamedTypeSymbol type, IAssemblySymbol within)
    {
        IMethodSymbol[] all = [.. type.InstanceConstructors.Where(constructor => CanBeReached(constructor, within) && !IsCopy(constructor) && !constructor.IsObsoleteWithError())];
        if (all.FirstOrDefault(static constructor => constructor.FindAttribute(Serialization + "JsonConstructorAttribute") is not null) is { } marked)
            return [marked];

        // The one that wants most comes last: fewer arguments mean fewer guesses about what a parameter means.
        IEnumerable<IMethodSymbol?> ordered = all.Where(static constructor => !constructor.IsImplicitlyDeclared || constructor.Parameters.IsEmpty).OrderBy(static constructor => constructor.Parameters.Length);
        return type.TypeKind == TypeKind.Struct && !all.Any(static constructor => constructor.Parameters.IsEmpty) ? ordered.Prepend(null) : ordered;
    }

    private static CrossingObject? Complete(INamedTypeSymbol type, IMethodSymbol? constructor, List<ISymbol> members, IAssemblySymbol within, out CrossingObstacle? obstacle)
    {
        obstacle = null;
        List<ISymbol> rest = [.. members];
        List<CrossingMember> complete = [];
        foreach (IParameterSymbol parameter in constructor?.Parameters ?? ImmutableArray<IParameterSymbol>.Empty)
        {
            ISymbol? member = rest.FirstOrDefault(candidate =>
                string.Equals(candidate.Name, parameter.Name, StringComparison.OrdinalIgnoreCase) && SymbolEqualityComparer.Default.Equals(TypeOf(candidate), parameter.Type));
            if (member is null || parameter.RefKind is not (RefKind.None or RefKind.In))
            {
                obstacle = new($"made with '{parameter.Name}', which is no property of that name and type; add one, or a constructor without it");
                return null;
            }

            if (IsRequired(member) && !SetsRequired(constructor!))
            {
                obstacle = new($"made by a constructor that takes '{member.Name}', which callers set again; mark it [SetsRequiredMembers]");
                return null;
            }

            rest.Remove(member);
            complete.Add(Member(member, CrossingWay.Parameter, within));
        }

        foreach (ISymbol member in rest)
        {
            switch (WayOf(member, within))
            {
                case { } way:
                    complete.Add(Member(member, way, within));
                    break;
                case null when IsStored(member):
                    obstacle = new($"made without its member '{member.Name}', which cannot be set; give it a setter or a constructor parameter");
                    return null;
            }
        }

        if (RequiredOf(type).FirstOrDefault(required => !members.Contains(required)) is { } lost && (constructor is null || !SetsRequired(constructor)))
        {
            obstacle = new($"made without its member '{lost.Name}', which is required and does not cross; let it cross, or be optional");
            return null;
        }

        return new CrossingObject(constructor, complete.ToImmutableArray());
    }

    private static CrossingMember Member(ISymbol symbol, CrossingWay way, IAssemblySymbol within)
    {
        ITypeSymbol type = TypeOf(symbol);
        INamedTypeSymbol? converter = CrossingConverter.Of(symbol, type, within, out CrossingObstacle? obstacle);
        if (IsForbidden(symbol) || type.IsObsoleteWithError())
            obstacle = new("obsolete, and an error to use; mark it [JsonIgnore]");
        return new(symbol, type, way, converter, obstacle);
    }

    /// <summary>Types of all that a type shows: what a converter of its own may want to write by their metadata.</summary>
    public static IEnumerable<ITypeSymbol> TypesShownBy(INamedTypeSymbol type, IAssemblySymbol within) =>
        ShownBy(type, within).Where(static member => !IsForbidden(member)).Select(TypeOf);

    public static ITypeSymbol TypeOf(ISymbol member) => member is IPropertySymbol property ? property.Type : ((IFieldSymbol)member).Type;

    private static CrossingWay? WayOf(ISymbol member, IAssemblySymbol within) => member switch
    {
        IPropertySymbol { SetMethod: { } setter } property when CanBeReached(setter, within) => setter.IsInitOnly || property.IsRequired ? CrossingWay.Initializer : CrossingWay.Assignment,
        IFieldSymbol { IsReadOnly: false } field => field.IsRequired ? CrossingWay.Initializer : CrossingWay.Assignment,
        _ => null,
    };

    /// <summary>Whether a member that cannot be set holds anything; one that is computed comes out right by itself.</summary>
    private static bool IsStored(ISymbol member) => member is not IPropertySymbol property
        || member.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field =>
            SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, member) || (field is { AssociatedSymbol: null, IsStatic: false, IsConst: false } && Shows(property, field)))
        || (property.OverriddenProperty is { } overridden && CrossingGetter.AsksBase(property) && IsStored(overridden));

    /// <summary>
    /// Whether a property shows a field, by what one calls them: <c>Lines</c> shows <c>_lines</c>. A field that may be null where the property
    /// is not, or that is of another type, only remembers what was computed; but what callers can change in place, and the getter computes from
    /// nothing, is state.
    /// </summary>
    private static bool Shows(IPropertySymbol property, IFieldSymbol field)
    {
        string name = field.Name.StartsWith("m_", StringComparison.Ordinal) ? field.Name.Substring(2) : field.Name.TrimStart('_');
        if (!string.Equals(name, property.Name, StringComparison.OrdinalIgnoreCase))
            return false;
        bool mayRemember = !field.IsReadOnly && property.SetMethod is null && field.Type.IsReferenceType && property.NullableAnnotation != NullableAnnotation.Annotated
            && field.NullableAnnotation != NullableAnnotation.NotAnnotated
            && (!CanBeChangedInPlace(property.Type) || CrossingGetter.Computes(property, field));
        return !mayRemember && (SymbolEqualityComparer.Default.Equals(field.Type, property.Type)
            || field.Type.AllInterfaces.Contains(property.Type, SymbolEqualityComparer.Default)
            || (field.Type is INamedTypeSymbol named && Bases(named).Contains(property.Type, SymbolEqualityComparer.Default)));
    }

    /// <summary>Whether who holds it can change it: a collection that is not read-only, a class with setters.</summary>
    private static bool CanBeChangedInPlace(ITypeSymbol type) => CollectionRecipe.Of(type, out _) is { } recipe
        ? recipe.IsCreated || type is IArrayTypeSymbol || (recipe.RangeClass is null && IsCollection(type))
        : type is INamedTypeSymbol { TypeKind: TypeKind.Class, DeclaringSyntaxReferences.IsEmpty: false } named && Bases(named).SelectMany(static current => current.GetMembers()).Any(static member =>
            member is { IsStatic: false, DeclaredAccessibility: Accessibility.Public } and (IFieldSymbol { IsReadOnly: false }
                or IPropertySymbol { SetMethod: { IsInitOnly: false, DeclaredAccessibility: Accessibility.Public } }));

    private static bool IsCollection(ITypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_ICollection_T
        || type.AllInterfaces.Any(static i => i.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_ICollection_T);

    private static bool HasHiddenState(INamedTypeSymbol type)
    {
        return Bases(type).Any(static current => current.GetMembers().Any(static member => member is IFieldSymbol { IsStatic: false, IsConst: false }));
    }

    /// <summary>Members that an object cannot be made without; what is overridden counts once.</summary>
    public static IEnumerable<ISymbol> RequiredOf(INamedTypeSymbol type)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (INamedTypeSymbol current in Bases(type))
        {
            foreach (ISymbol member in current.GetMembers())
            {
                if (IsRequired(member) && names.Add(member.Name))
                    yield return member;
            }
        }
    }

    private static bool IsRequired(ISymbol member) => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };

    /// <summary>Whether callers of a constructor need not set what is required.</summary>
    public static bool SetsRequired(IMethodSymbol constructor) => constructor.FindAttribute("System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute") is not null;

    /// <summary>Whether it stays where it is by the user's wish.</summary>
    public static bool IsIgnored(ISymbol member) =>
        // Without a condition it is 1, Always.
        member.FindAttribute(Serialization + "JsonIgnoreAttribute") is { } attribute && attribute.NamedArgument("Condition", 1) == 1;

    private static bool IsRecordContract(ISymbol member) => member is { Name: "EqualityContract", ContainingType.IsRecord: true };

    private static bool IsCopy(IMethodSymbol constructor) =>
        constructor is { ContainingType.IsRecord: true, Parameters: [var parameter] } && SymbolEqualityComparer.Default.Equals(parameter.Type, constructor.ContainingType);

    /// <summary>Public members, as for any JSON, and others that ask for it, or that nothing is made without.</summary>
    private static bool IsShown(ISymbol member, IAssemblySymbol within) => member.DeclaredAccessibility == Accessibility.Public
        || ((IsRequired(member) || IsIncluded(member)) && CanBeReached(member, within));

    private static bool IsIncluded(ISymbol member) => member.FindAttribute(Serialization + "JsonIncludeAttribute") is not null;

    /// <summary>Whether the compiler refuses to read or to set a member, which no generated code gets around.</summary>
    private static bool IsForbidden(ISymbol member) => member.IsObsoleteWithError()
        || (member is IPropertySymbol { GetMethod: var getter, SetMethod: var setter } && (getter?.IsObsoleteWithError() == true || setter?.IsObsoleteWithError() == true));

    private static bool CanBeRead(ISymbol member, IAssemblySymbol within) => member is not IPropertySymbol { GetMethod: { } getter } || CanBeReached(getter, within);

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) }; current = current.BaseType)
            yield return current;
    }

    /// <summary>Whether code of an assembly may name a member of a type that it can name.</summary>
    public static bool CanBeReached(ISymbol member, IAssemblySymbol within) => member.DeclaredAccessibility switch
    {
        Accessibility.Public => true,
        Accessibility.Internal or Accessibility.ProtectedOrInternal =>
            SymbolEqualityComparer.Default.Equals(member.ContainingAssembly, within) || member.ContainingAssembly.GivesAccessTo(within),
        _ => false,
    };
}
