using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace WorkerProbe;

/// <summary>
/// An external command: <c>WorkerProbe command &lt;verb&gt; …</c>. What waits says "ready" first, and waits for an end that the test brings, though
/// never longer than a minute: a test that fails must not leave it behind.
/// </summary>
internal static class CommandArea
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    public static int Run(string[] args) => args switch
    {
        ["args", .. var rest] => Say(rest),
        ["env", .. var names] => Say(names.Select(static name => $"{name}={Environment.GetEnvironmentVariable(name) ?? "<unset>"}")),
        ["cwd"] => Say([Environment.CurrentDirectory]),
        ["exit", var code] => Number(code),
        ["out", var bytes] => Write(Console.OpenStandardOutput(), Number(bytes)),
        ["err", var bytes] => Write(Console.OpenStandardError(), Number(bytes)),
        ["both", var bytes] => WriteBoth(Number(bytes)),
        ["lines", var count] => Say(Enumerable.Range(0, Number(count)).Select(static number => $"line {number}")),
        ["endless"] => WriteForEver(),
        ["count"] => Count(),
        ["cat"] => Cat(),
        ["deaf", var bytes] => Deaf(Number(bytes)),
        ["close-output"] => CloseOutput(),
        ["wait"] => Wait(),
        ["wait-for-line"] => WaitForLine(),
        ["ignore-term"] => IgnoreTerm(),
        ["on-term", var code] => OnTerm(Number(code)),
        ["kill-self", var signal] => KillSelf(Number(signal)),
        ["abort"] => Abort(),
        ["throw"] => throw new InvalidOperationException("The command failed as it was told to."),
        ["allocate", var megabytes] => Allocate(Number(megabytes)),
        ["tree", .. var how] => Family.Run(how),
        _ => Areas.Unknown($"command {string.Join(' ', args)}"),
    };

    /// <summary>Says that everything is set up, and waits to be ended.</summary>
    public static int Wait()
    {
        Console.WriteLine("ready");
        using var never = new ManualResetEventSlim();
        never.Wait(s_patience);
        return 99;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static int Say(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            Console.WriteLine(line);
        return 0;
    }

    private static int Write(Stream stream, int bytes)
    {
        var block = Block();
        for (; bytes > 0; bytes -= block.Length)
            stream.Write(block, 0, Math.Min(bytes, block.Length));
        return 0;
    }

    private static int WriteBoth(int bytes)
    {
        var streams = new[] { Console.OpenStandardOutput(), Console.OpenStandardError() };
        var block = Block();
        for (; bytes > 0; bytes -= block.Length)
        {
            foreach (var stream in streams)
                stream.Write(block, 0, Math.Min(bytes, block.Length));
        }
        return 0;
    }

    private static int WriteForEver()
    {
        var output = Console.OpenStandardOutput();
        var until = DateTime.UtcNow + s_patience;
        while (DateTime.UtcNow < until)
            output.Write(Block());
        return 99;
    }

    private static byte[] Block()
    {
        var block = new byte[4096];
        block.AsSpan().Fill((byte)'x');
        block[^1] = (byte)'\n';
        return block;
    }

    /// <summary>How many bytes came in, and what they hash to.</summary>
    private static int Count()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var input = Console.OpenStandardInput();
        var buffer = new byte[64 * 1024];
        var total = 0L;
        for (int read; (read = input.Read(buffer)) > 0; total += read)
            hash.AppendData(buffer, 0, read);
        return Say([$"{total} {Convert.ToHexString(hash.GetHashAndReset())}"]);
    }

    private static int Cat()
    {
        Console.OpenStandardInput().CopyTo(Console.OpenStandardOutput());
        return 0;
    }

    /// <summary>Never reads its input, and ends in its own time.</summary>
    private static int Deaf(int bytes) => Write(Console.OpenStandardOutput(), bytes);

    /// <summary>Closes its output at once and goes on: the end of the output is not the end of the command.</summary>
    private static int CloseOutput()
    {
        Console.WriteLine("ready");
        using (var output = new Microsoft.Win32.SafeHandles.SafeFileHandle(1, ownsHandle: true))
            output.Close();
        Console.In.ReadLine();
        return 7;
    }

    private static int WaitForLine()
    {
        Console.WriteLine("ready");
        return Say([$"read {Console.In.ReadLine()}"]);
    }

    private static int IgnoreTerm()
    {
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, static context => context.Cancel = true);
        return Wait();
    }

    /// <summary>Ends by itself, cleanly, when it is asked to.</summary>
    private static int OnTerm(int code)
    {
        using var asked = new ManualResetEventSlim();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            asked.Set();
        });
        Console.WriteLine("ready");
        if (!asked.Wait(s_patience))
            return 99;
        Console.WriteLine("asked to end");
        return code;
    }

    private static int KillSelf(int signal)
    {
        _ = Native.Kill(Environment.ProcessId, signal);
        return Wait();
    }

    private static int Abort()
    {
        Native.Abort();
        return 0;
    }

    private static unsafe int Allocate(int megabytes)
    {
        var bytes = (nuint)megabytes << 20;
        var memory = (byte*)NativeMemory.Alloc(bytes);
        new Span<byte>(memory, checked((int)bytes)).Fill(1);
        Console.WriteLine("ready");
        NativeMemory.Free(memory);
        return 0;
    }
}
