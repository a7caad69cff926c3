using System.ComponentModel;

public class Form : Component
{
    public void Show() => Site?.GetService(typeof(Form));
}

public sealed class Blinker : Component
{
    public Blinker()
    {
    }

    public Blinker(IContainer container) => container.Add(this);

    public bool Enabled { get; set; }
}

public sealed class MainForm : Form
{
    private readonly Container components = new();
    private Blinker _blinker = null!;

    public void InitializeComponent()
    {
        _blinker = new Blinker(components) { Enabled = true };
        Blinker second = new(components);
        second.Enabled = false;
        Blinker third = new();
        components.Add(third);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            components.Dispose();
        base.Dispose(disposing);
    }
}
