using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ResourceHygiene.Analyzers.Contracts;

/// <summary>
/// What is assumed about a method that nobody described and whose body cannot be seen. The defaults favour silence:
/// an argument counts as borrowed only where its parameter's type leaves the callee little else to do with it.
/// </summary>
internal sealed class GuessedContracts
{
    // XDocument.Load has read all it wants when it returns.
    private const string ReadingPrefix = "Load";

    private static readonly string[] s_factoryPrefixes =
        { "Create", "Open", "New", "Rent", "Load", "Alloc", "Allocate", "Clone", "Duplicate", "Accept", "Acquire" };

    // Methods with such names keep what they are given, or let it go.
    private static readonly string[] s_keepingPrefixes =
    {
        "Add", "TryAdd", "Append", "Attach", "Push", "Enqueue", "Insert", "Register", "Set", "TrySet", "Use", "With", "Track", "Own", "Take", "Post", "Publish", "Store",
        "Dispose", "Close", "Release", "Return", "Free", "Safe", "Try",
    };

    private static readonly string[] s_rawKeepingPrefixes = s_keepingPrefixes.Where(static prefix => prefix is not ("Try" or "Use" or "With"))
        .Concat(new[] { "Begin", "Delete", "Destroy", "Give", "Init", "Initialize", "Transfer", "Unmap" }).ToArray();

    // Flags by which constructors of the BCL and many libraries let their caller decide who releases an argument.
    private static readonly string[] s_keepOpenFlags = { "leaveOpen", "leaveInnerStreamOpen", "leaveStreamOpen", "keepOpen" };
    private static readonly string[] s_ownsFlags =
        { "disposeHandler", "ownsHandle", "ownsStream", "ownsSocket", "takeOwnership", "closeStream", "closeInput", "disposeStream", "dispose", "owns" };

    private readonly ResourceTypes _types;

    public GuessedContracts(ResourceTypes types) => _types = types;

    public MethodContract Of(IMethodSymbol method)
    {
        bool isConstructor = method.MethodKind == MethodKind.Constructor;
        ITypeSymbol? resultType = isConstructor ? method.ContainingType : _types.Awaited(method.ReturnType);
        bool yieldsResource = _types.TraitsOf(resultType) is not null;
        bool isOwned = isConstructor || (yieldsResource && IsFactory(method, resultType!));
        return new MethodContract(method.Parameters.Select(parameter => Guess(parameter, method, resultType, yieldsResource, isOwned)).ToImmutableArray())
        {
            Result = isOwned ? ResultRole.Owned : ResultRole.Borrowed,
            Receiver = ReceiverOf(method, isFluent: yieldsResource && !isOwned && SymbolEqualityComparer.Default.Equals(resultType, method.ContainingType)),
        };
    }

    /// <summary>Takes what nobody stated from the guess.</summary>
    /// <param name="known">What is known about a method.</param>
    /// <param name="guessed">What is guessed about it.</param>
    // A method that is known to return something owned does not return its receiver.
    public static MethodContract Complete(MethodContract known, MethodContract guessed)
    {
        if (known.Result == ResultRole.Owned && guessed.Receiver == ParameterRole.Kept)
            guessed = guessed with { Receiver = ParameterRole.Borrowed };
        return known.OrElse(known is { Result: ResultRole.Owned, IsDetached: true } ? KeepingNothing(guessed) : guessed);
    }

    // What stands on its own cannot keep what it was made of.
    private static MethodContract KeepingNothing(MethodContract guessed) => guessed with
    {
        Parameters = guessed.Parameters.Select(static parameter => parameter.Role == ParameterRole.Kept ? new ParameterContract(ParameterRole.Borrowed) : parameter).ToImmutableArray(),
    };

    // A method that returns its own type and is no factory is taken for fluent: it returns the object it was called on, or
    // what lives on it, as XmlReader.ReadSubtree does. Whoever releases the result may have released the object.
    private static ParameterRole ReceiverOf(IMethodSymbol method, bool isFluent) =>
        method.IsInExtensionBlock() ? ParameterRole.Escapes
        : isFluent && !method.IsStatic ? ParameterRole.Kept
        : ParameterRole.Borrowed;

    private static bool IsFactory(IMethodSymbol method, ITypeSymbol resultType)
    {
        if (method.MethodKind is not (MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.ReducedExtension))
            return false;
        if (HasPrefix(method.Name, s_factoryPrefixes))
            return true;
        // BeginTransaction, BeginScope; a writer whose BeginObject returns the writer is fluent.
        if (HasPrefix(method.Name, "Begin") && !SymbolEqualityComparer.Default.Equals(resultType, method.ContainingType))
            return true;
        return method.IsStatic && !method.IsExtensionMethod
            && SymbolEqualityComparer.Default.Equals(resultType.OriginalDefinition, method.ContainingType?.OriginalDefinition)
            && !HasPrefix(method.Name, "Get", "Find", "TryGet", "Default", "Current");
    }

    private ParameterContract Guess(IParameterSymbol parameter, IMethodSymbol method, ITypeSymbol? resultType, bool yieldsResource, bool isOwned)
    {
        ITypeSymbol type = parameter.OriginalDefinition.Type;
        if (parameter.RefKind == RefKind.Out)
        {
            bool isFactory = _types.TraitsOf(type) is not null
                && HasPrefix(method.Name.StartsWith("Try", StringComparison.Ordinal) ? method.Name.Substring(3) : method.Name, s_factoryPrefixes);
            return new ParameterContract(isFactory ? ParameterRole.OwnedOut : ParameterRole.Borrowed);
        }

        if (RawTypes.IsRaw(type) || (RawTypes.IsView(type) && !type.IsRefLikeType))
            return new ParameterContract(MayKeepRaw(parameter, method, resultType) ? ParameterRole.Escapes : ParameterRole.Borrowed);
        if (_types.TraitsOf(type) is not { } traits || type is ITypeParameterSymbol)
            return new ParameterContract(type.IsValueType ? ParameterRole.Borrowed : ParameterRole.Escapes);
        // A distribution keeps the tensors that it is made of, or copies of them; who knows.
        if (traits.IsScoped && isOwned && !(resultType is not null && _types.IsScoped(resultType)))
            return new ParameterContract(ParameterRole.Escapes);
        if (traits.IsLent && !IsAddition(method))
            return new ParameterContract(ParameterRole.Borrowed);
        if (isOwned || (yieldsResource && SymbolEqualityComparer.Default.Equals(type, resultType)))
            return new ParameterContract(ParameterRole.Kept, DecidingFlag(method, out bool value), value);
        bool keeps = method.MethodKind == MethodKind.Constructor || HasPrefix(method.Name, s_keepingPrefixes) || MakesHolder(method);
        return new ParameterContract(keeps ? ParameterRole.Escapes : ParameterRole.Borrowed);
    }

    /// <summary>True for names by which alone a method may count as one that gives what its caller has to release.</summary>
    public static bool IsFactoryName(string name) => HasPrefix(name, s_factoryPrefixes) || HasPrefix(name, "Begin");

    /// <summary>True for methods that make an object which may live on what the method was called on or given: CreateLogger, PipeReader.Create.</summary>
    public static bool MakesHolder(IMethodSymbol method) =>
        method.ReturnType is { IsReferenceType: true, TypeKind: TypeKind.Class or TypeKind.Interface, SpecialType: SpecialType.None }
        && HasPrefix(method.Name, s_factoryPrefixes) && !HasPrefix(method.Name, ReadingPrefix);

    // Native functions and readers of buffers use what they are given; objects that are made of it, and methods whose names
    // say so, keep it. What a result can hold is found in the result.
    private static bool MayKeepRaw(IParameterSymbol parameter, IMethodSymbol method, ITypeSymbol? resultType)
    {
        if (method.MethodKind == MethodKind.Constructor)
            return !RawTypes.LooksInto(method.ContainingType) && method.ContainingType.SpecialType != SpecialType.System_String;
        if (method.MethodKind == MethodKind.DelegateInvoke || HasPrefix(method.Name, s_rawKeepingPrefixes))
            return true;
        // Interlocked.Exchange(ref field, value), Marshal.WriteIntPtr(where, value), Init(ref header, data).
        if ((RawTypes.IsAddress(parameter.Type) && HasPrefix(method.Name, "Write") && parameter.Ordinal > 0) || method.Parameters.Any(static other => other.RefKind == RefKind.Ref && MayHoldRaw(other.Type)))
            return true;
        return resultType is { SpecialType: SpecialType.None, TypeKind: not TypeKind.Enum, Name: not ("Task" or "ValueTask") } && !RawTypes.LooksInto(resultType)
            && method.ContainingType is not { Name: "Marshal" or "Unsafe" or "MemoryMarshal" or "NativeMemory" or "NativeLibrary" };
    }

    private static bool MayHoldRaw(ITypeSymbol type) =>
        RawTypes.IsAddress(type) || type is { SpecialType: SpecialType.None or SpecialType.System_Object, TypeKind: not TypeKind.Enum };

    // Types that are lent to what works with them are still kept by a list.
    private static bool IsAddition(IMethodSymbol method) =>
        HasPrefix(method.Name, "Add", "Insert", "Push", "Enqueue") && method.ContainingType.AllInterfaces.Any(static type => type.SpecialType == SpecialType.System_Collections_IEnumerable);

    /// <summary>The bool parameter by which a method's callers say who releases what they pass, by its name; null when there is none.</summary>
    public static string? DecidingFlag(IMethodSymbol method, out bool value)
    {
        value = false;
        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if (parameter.Type.SpecialType != SpecialType.System_Boolean)
                continue;
            if (s_keepOpenFlags.Contains(parameter.Name, StringComparer.Ordinal))
                return parameter.Name;
            if (s_ownsFlags.Contains(parameter.Name, StringComparer.Ordinal))
            {
                value = true;
                return parameter.Name;
            }
        }

        return null;
    }

    // Whole words only: "Open" and "OpenRead", not "Opened".
    private static bool HasPrefix(string name, params string[] prefixes) =>
        prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal) && (name.Length == prefix.Length || !char.IsLower(name[prefix.Length])));
}
